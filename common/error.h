/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An error as a value: a text that travels up, gains context on its way, and is printed once. */
#ifndef RECCTRL_COMMON_ERROR_H
#define RECCTRL_COMMON_ERROR_H

#include <stdbool.h>

struct error {
    char text[512]; /* one line without a newline; empty: no error */
};

/* Sets the text; what does not fit is cut off. */
void error_set(struct error *error, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* error_set() for functions that report failure as false: returns false. */
bool error_fail(struct error *error, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Puts "CONTEXT: " before the text. */
void error_prefix(struct error *error, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
