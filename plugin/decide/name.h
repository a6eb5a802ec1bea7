/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which names a guest may give to a recording. */
#ifndef RECCTRL_DECIDE_NAME_H
#define RECCTRL_DECIDE_NAME_H

#include <stdbool.h>
#include <stddef.h>

/* Longest name in bytes, without the NUL that ends it. */
#define NAME_LENGTH_MAX 127

/* The rule, for messages. */
#define NAME_RULE "1 to 127 bytes of letters, digits, space, ._-+@:=, and UTF-8 beyond ASCII, no leading dot"

/*
 * Whether the `length` bytes at `name` are a valid name: NAME_RULE, with well-formed UTF-8 and no control
 * characters. Such a name is one file name component and safe to print.
 */
bool name_is_valid(const char *name, size_t length);

#endif
