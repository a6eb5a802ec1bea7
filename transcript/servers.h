/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Programs that are known by name. Where a recording holds the opening of a terminal no name is needed; but pipes that
 * a shell makes are like those of a session, and what was open before the recording began is like any other file.
 */
#ifndef RECCTRL_TRANSCRIPT_SERVERS_H
#define RECCTRL_TRANSCRIPT_SERVERS_H

#include <stdbool.h>

/* Whether the program at this path (NULL: unknown) runs commands for others with pipes as their input and output. */
bool serves_sessions(const char *program);

/* Whether it has masters of terminals. */
bool serves_terminals(const char *program);

#endif
