/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A directory of a test's own, for tests that make files. */
#ifndef RECCTRL_TESTS_SCRATCH_H
#define RECCTRL_TESTS_SCRATCH_H

#include <stdbool.h>
#include <stddef.h>

/* Its absolute path, between scratch_enter() and scratch_leave(). */
extern char scratch[64];

/* For cmocka's setup and teardown; the latter deletes all that is in it. */
int scratch_enter(void **state);
int scratch_leave(void **state);

/* The path of a file in it; static, overwritten by the fourth call after. */
const char *scratch_path(const char *file);

void scratch_write(const char *file, const char *text);

/* A file's text, static, cut after 64 KiB; fails the test where it can't be read. */
const char *scratch_read(const char *file);

bool scratch_has(const char *file); /* a symbolic link that leads nowhere counts */
int scratch_count(void);            /* files in it */

/*
 * Runs the function in a child process without root's rights (without change where there are none) and returns what
 * it returned, 0 to 125.
 */
int scratch_as_nobody(int (*function)(void));

#endif
