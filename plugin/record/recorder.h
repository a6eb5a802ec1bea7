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

/* Whom to tell, in the main loop while the machine stands still: `name` is the recording's. */
struct recorder_listener {
    void (*started)(const char *name);
    void (*stopped)(const char *name);
};

/* NULL with the reason where the directory, the secret or the hook can't be used. */
struct recorder *recorder_new(const struct settings *settings, const struct recorder_listener *listener,
                              struct error *error);

/* For engine_handlers. */
bool recorder_on_hypercall(void *recorder);
void recorder_on_block(void *recorder);
bool recorder_on_main_loop(void *recorder);
void recorder_on_reset(void *recorder);
void recorder_on_shutdown(void *recorder);

/*
 * The operator's commands, in the main loop. False with the reason where it can't be done. A start comes about as soon
 * as the vCPU executes something: a machine that is idle at the first instruction could not be replayed.
 */
bool recorder_operator_start(struct recorder *recorder, const char *name, struct error *error);
bool recorder_operator_stop(struct recorder *recorder, struct error *error);
void recorder_operator_close_sessions(struct recorder *recorder);

struct recorder_status {
    const char *recording; /* the name of the recording that goes on, valid until it ends; NULL: none */
    bool by_operator;
    uint64_t instructions, log_bytes;
    uint32_t sessions;
};
struct recorder_status recorder_status(const struct recorder *recorder);

/* The identity of an open session, by its index from 0; NULL past the last one. Contract 1's have none. */
const char *recorder_session(const struct recorder *recorder, uint32_t index);

/* Ends and waits for whatever is still going on. The machine does not run any more. */
void recorder_free(struct recorder *recorder);

#endif
