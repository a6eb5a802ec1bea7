/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "error.h"

#include <stdarg.h>
#include <stdio.h>

void error_set(struct error *error, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(error->text, sizeof(error->text), format, arguments);
    va_end(arguments);
}

bool error_fail(struct error *error, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(error->text, sizeof(error->text), format, arguments);
    va_end(arguments);
    return false;
}

void error_prefix(struct error *error, const char *format, ...)
{
    struct error inner = *error;
    va_list arguments;
    int length;

    va_start(arguments, format);
    length = vsnprintf(error->text, sizeof(error->text), format, arguments);
    va_end(arguments);
    if (length >= 0 && (size_t)length < sizeof(error->text)) {
        size_t left = sizeof(error->text) - (size_t)length;
        snprintf(error->text + length, left, ": %.*s", (int)left, inner.text);
    }
}
