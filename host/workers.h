/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A few processes that work through a list, and tell how far they are. */
#ifndef RECCTRL_HOST_WORKERS_H
#define RECCTRL_HOST_WORKERS_H

#include <stdbool.h>
#include <stdio.h>

/*
 * The work on one item, in a process of its own. It writes to OUT lines "P FRACTION" and at the end one line
 * "R TEXT" that is printed as it is, and returns whether all went well.
 */
typedef bool worker_function(const char *item, FILE *out, void *context);

/*
 * Runs WORK on every item, at most JOBS at once, with a progress bar on a terminal. Prints each result when
 * it is there: on standard output if it went well, else on standard error. Returns how many failed.
 */
int workers_run(char *const *items, int count, int jobs, worker_function *work, void *context);

#endif
