/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef RECCTRL_TIMESTAMP_H
#define RECCTRL_TIMESTAMP_H

#include <stdbool.h>
#include <stdint.h>

/* "2024-11-23T20:58:01.250Z" and its NUL */
#define TIMESTAMP_SIZE 25

/* Unix time in milliseconds as RFC 3339 in UTC. False if it is negative or beyond the year 9999. */
bool timestamp_format(int64_t ms, char text[TIMESTAMP_SIZE]);

/* The reverse; takes exactly what timestamp_format() writes. */
bool timestamp_parse(const char *text, int64_t *ms);

#endif
