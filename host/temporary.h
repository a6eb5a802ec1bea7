/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files that must not outlive this process. They are in $TMPDIR, or /var/tmp. */
#ifndef RECCTRL_HOST_TEMPORARY_H
#define RECCTRL_HOST_TEMPORARY_H

#include "common/error.h"

/* An open file without a name. -1 with the error. */
int temporary_file(struct error *error);

/*
 * Makes this process's temporary directory. It and its files are removed by temporary_remove(), or when
 * SIGINT, SIGTERM or SIGHUP ends the process.
 */
bool temporary_directory(struct error *error);

/* The path of NAME in it, for at most two names. Valid until temporary_remove(). */
const char *temporary_path(const char *name);

void temporary_remove(void);

#endif
