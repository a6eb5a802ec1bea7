/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef RECCTRL_BYTES_H
#define RECCTRL_BYTES_H

/*
 * JSON holds Unicode text only, but paths and what a guest says are bytes. Valid UTF-8 is kept as it is;
 * every other byte B (0x80..0xff) is written as the private character U+10FF00+B. Bytes that already spell
 * one of those characters count as "other", so that every string of bytes comes back as it was.
 */

/* BYTES as valid UTF-8. The caller frees it; NULL when memory is short. */
char *bytes_to_text(const char *bytes);

/* The reverse of bytes_to_text(), for any valid UTF-8. The caller frees it; NULL when memory is short. */
char *text_to_bytes(const char *text);

#endif
