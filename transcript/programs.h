/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef RECCTRL_TRANSCRIPT_PROGRAMS_H
#define RECCTRL_TRANSCRIPT_PROGRAMS_H

#include "follower_state.h"

/* A new program: if it is the first in the channel that it has as its standard input, it is told. */
void program_begins(struct follower *follower, struct process *process, const struct memory *memory);

#endif
