/* SPDX-License-Identifier: 0BSD */
/* Strings, and which of them recctrl takes. */
#ifndef RECCTRLU_TEXT_H
#define RECCTRLU_TEXT_H

#include <stddef.h>

/* The rule for names of recordings and identities of sessions, for messages. */
#define NAME_RULE "letters, digits, space, ._-+@:=, and UTF-8 beyond ASCII, not starting with a dot"

size_t text_length(const char *text);
int text_equal(const char *a, const char *b);

/* What follows `prefix` in `text`, or NULL where it begins otherwise. */
const char *text_after(const char *text, const char *prefix);

/* Whether it is a name by NAME_RULE that fits into `size` bytes with its NUL. */
int text_is_name(const char *text, size_t size);

/* Whether it is UTF-8 without control characters that fits into `size` bytes with its NUL. */
int text_is_note(const char *text, size_t size);

#endif
