/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Carries out what the controller decides, at the exact boundary: a start or a stop, and every answer inside a
 * recording, is done by the main loop while the vCPU stands in front of the hypercall (docs/boundary.md).
 */
#ifndef RECCTRL_RECORD_RECORDER_H
#define RECCTRL_RECORD_RECORDER_H

#include <stdbool.h>
#include <stdint.h>

#include "common/error.h"
#include "settings.h"

struct recorder;

/* NULL with the reason where the directory can't be used. */
struct recorder *recorder_new(const struct settings *settings, struct error *error);

/* For engine_handlers. */
bool recorder_on_hypercall(void *recorder);
bool recorder_on_main_loop(void *recorder);
void recorder_on_reset(void *recorder);
void recorder_on_shutdown(void *recorder);

/* Ends and waits for whatever is still going on. The machine does not run any more. */
void recorder_free(struct recorder *recorder);

#endif
