/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A cure for guests that hang because the virtual CPU never lets go of the emulator's lock. The main loop asks for it by
 * making the CPU leave its loop, once; that is lost if the CPU has just looked and not yet begun to run. A guest that
 * computes without touching a device then runs for ever without an interrupt. Linux on ARM's vexpress and highbank boards
 * hangs so at most boots, a busy x86_64 in one of some hundred starts and stops by the operator.
 */
#ifndef RECCTRL_LAUNCHER_KICK_H
#define RECCTRL_LAUNCHER_KICK_H

#include <stdbool.h>

#include "common/error.h"
#include "library.h"

/* Starts a thread that makes the CPU leave its loop every few milliseconds while the guest runs, for as long as the
   process lives; never during a replay, which runs without the lock being wanted. `library` must stay valid. */
bool kick_start(const struct library *library, struct error *error);

#endif
