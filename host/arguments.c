/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "arguments.h"

#include "options.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void add_owned(struct arguments *arguments, char *argument)
{
    char **list = realloc(arguments->list, (arguments->count + 2) * sizeof *list);
    if (!argument || !list) {
        fprintf(stderr, "recctrl: memory is short\n");
        exit(EXIT_FAILED);
    }
    list[arguments->count++] = argument;
    list[arguments->count] = NULL;
    arguments->list = list;
}

void arguments_add(struct arguments *arguments, const char *argument)
{
    add_owned(arguments, strdup(argument));
}

void arguments_addf(struct arguments *arguments, const char *format, ...)
{
    char *argument;
    va_list values;

    va_start(values, format);
    if (vasprintf(&argument, format, values) < 0) {
        argument = NULL;
    }
    va_end(values);
    add_owned(arguments, argument);
}

void arguments_add_all(struct arguments *arguments, char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        arguments_add(arguments, list[i]);
    }
}

void arguments_free(struct arguments *arguments)
{
    for (size_t i = 0; i < arguments->count; i++) {
        free(arguments->list[i]);
    }
    free(arguments->list);
    memset(arguments, 0, sizeof *arguments);
}
