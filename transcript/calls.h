/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef RECCTRL_TRANSCRIPT_CALLS_H
#define RECCTRL_TRANSCRIPT_CALLS_H

#include "follower_state.h"

/* One that neither forks nor executes (those: follower.c). */
void call_returned(struct follower *follower, const struct returned *call);

#endif
