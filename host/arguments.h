/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A growing argument vector for a program to be run without a shell. */
#ifndef RECCTRL_HOST_ARGUMENTS_H
#define RECCTRL_HOST_ARGUMENTS_H

#include <stdbool.h>
#include <stddef.h>

/* Zeroed: empty. */
struct arguments {
    char **list; /* NULL at the end once something was added */
    size_t count;
};

/* Adds a copy. Leaves the program with a message if memory is short: nothing can be run without it. */
void arguments_add(struct arguments *arguments, const char *argument);
void arguments_addf(struct arguments *arguments, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void arguments_add_all(struct arguments *arguments, char *const *list, size_t count);

void arguments_free(struct arguments *arguments);

#endif
