/* SPDX-License-Identifier: 0BSD */
/* Names that recctrl accepts, made of a pattern and of what the client sent. */
#ifndef PAM_RECCTRL_NAME_H
#define PAM_RECCTRL_NAME_H

#include <stdbool.h>
#include <stddef.h>

#include "login.h"

#define NAME_PATTERN_DEFAULT "%u_%h_%t_%p"
#define NAME_PATTERN_RULE "a name of letters, digits, ._-+@:=, and %u %h %t %p %s is needed"

/* Whether it is not empty, and every % in it is followed by u, h, t, p or s. */
bool name_pattern_is_valid(const char *pattern);

/* Expands a valid pattern: %u user, %h host, %t terminal, %p process, %s service. Cut to `size` with its NUL. */
void name_expand(const char *pattern, const struct login *login, char *name, size_t size);

/* Puts an underscore for each byte that a name must not hold, and for all beyond ASCII. */
void name_make_valid(char *name);

#endif
