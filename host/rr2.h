/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * NAME.rr2, a recording as newer PANDAs write it when a name ends so: a compressed tar archive of RRv2,
 * capture.cmd (PANDA's command line, its arguments joined by blanks), snapshot, metadata.json, nondetlog, and
 * sha1, which has the SHA-1 of all but itself and metadata.json.
 */
#ifndef RECCTRL_HOST_RR2_H
#define RECCTRL_HOST_RR2_H

#include "arguments.h"
#include "common/error.h"

/*
 * The target and the machine's arguments, as far as the command line of the archive open as FD tells: it has
 * no quotes, so what was booted is left out, as its words can't be told apart; a replay needs none of it.
 * TARGET is allocated.
 */
bool rr2_read_machine(int fd, char **target, struct arguments *machine, struct error *error);

/*
 * Writes snapshot and log of the archive open as FD into two empty files. False too if they are not both
 * there, or one of them does not have the SHA-1 that the archive says.
 */
bool rr2_extract(int fd, int snapshot, int log, struct error *error);

#endif
