/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Gives the engine a log of our own making. */
#ifndef RECCTRL_PANDA_RECORD_LOG_H
#define RECCTRL_PANDA_RECORD_LOG_H

#include <stdbool.h>
#include <stdio.h>

#include "common/error.h"

/*
 * Creates the engine's record log so that it writes to `log`, which belongs to the engine from then on (it closes
 * it). False with the reason where the engine's log has a layout that recctrl does not know; then `log` is closed.
 */
bool record_log_create(FILE *log, struct error *error);

#endif
