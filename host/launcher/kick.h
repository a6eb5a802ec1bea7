/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A cure for guests that hang at boot because the virtual CPU never lets go of the emulator's lock. */
#ifndef RECCTRL_LAUNCHER_KICK_H
#define RECCTRL_LAUNCHER_KICK_H

#include <stdbool.h>

#include "common/error.h"
#include "library.h"

/* Whether machines of this target need the cure: Linux on ARM's vexpress and highbank boards hangs without it. */
bool kick_needed(const char *target);

/* Starts a thread that makes the CPU leave its loop every few milliseconds while the guest runs, for as long as the
   process lives; never during a replay, which runs without the lock being wanted. `library` must stay valid. */
bool kick_start(const struct library *library, struct error *error);

#endif
