/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Running a program and waiting for it. */
#ifndef RECCTRL_HOST_CHILD_H
#define RECCTRL_HOST_CHILD_H

#include <sys/types.h>

/*
 * Starts ARGV with its standard output and error on OUTPUT (-1: as ours) and standard input from /dev/null
 * where OUTPUT is given. It is killed when this process dies. Returns its process id, or -1 with errno.
 */
pid_t child_start(char *const *argv, int output);

/*
 * Waits. Meanwhile SIGINT and SIGQUIT, which a terminal sends to both, are left to the child, and SIGTERM and
 * SIGHUP are passed on to it. Returns the status of waitpid().
 */
int child_wait(pid_t pid);

#endif
