/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values as people read them. */
#ifndef RECCTRL_HOST_TEXT_H
#define RECCTRL_HOST_TEXT_H

#include "common/error.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Room for any of the texts below. */
#define TEXT_SIZE 48

/* "1.2 kB", "85.0 MB": powers of 1000. */
const char *text_bytes(char out[TEXT_SIZE], uint64_t bytes);

/* "12 345 678" */
const char *text_count(char out[TEXT_SIZE], uint64_t count);

/* "0.25 s", "3 min 02 s", "5 h 07 min" */
const char *text_duration(char out[TEXT_SIZE], int64_t ms);

/* Local time, "2024-11-23 20:58:01"; "?" for 0. */
const char *text_time(char out[TEXT_SIZE], int64_t unix_ms);

/*
 * Prints what may come from a guest: control characters and bytes that are no UTF-8 as \xNN, so that no name
 * or note can speak to the terminal. Returns how many columns it took, a character counting as one.
 */
size_t print_safely(FILE *out, const char *bytes);

/* print_safely(), then blanks up to `columns`. */
void print_padded(FILE *out, const char *bytes, size_t columns);

/* Prints "COMMAND: ERROR" as one line on standard error, safely. */
void complain(const char *command, const struct error *error);

/* How many columns print_safely() will take. */
size_t text_columns(const char *bytes);

#endif
