/* SPDX-License-Identifier: 0BSD */
#ifndef RECCTRLU_SESSION_H
#define RECCTRLU_SESSION_H

#include "command.h"

/*
 * Opens or closes a session: one with an identity by contract 2, or, where the host knows only contract 1, and without
 * an identity, by contract 1, whose sessions are only counted. Returns the exit status.
 */
int session_call(int32_t action1, uint32_t action2, const struct arguments *arguments);

#endif
