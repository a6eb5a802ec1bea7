/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the parts of the recorder share: calls.c decides in the vCPU's thread, operator.c takes the operator's commands,
 * recorder.c carries out in the main loop. The machine stands still whenever the main loop changes what calls.c reads.
 */
#ifndef RECCTRL_RECORD_RECORDER_STATE_H
#define RECCTRL_RECORD_RECORDER_STATE_H

#include <glib.h>
#include <stdatomic.h>

#include "decide/controller.h"
#include "decide/rate.h"
#include "decide/request.h"
#include "files.h"
#include "hooks.h"
#include "recorder.h"
#include "recording.h"
#include "refusals.h"

/*
 * What the main loop is to do while the vCPU stands still, in front of a hypercall or (STEP_OPERATOR_START) of any
 * instruction. STEP_RESUME: what it stood in front of is gone, only let the machine run.
 */
enum step { STEP_NONE, STEP_START, STEP_STOP, STEP_OPERATOR_START, STEP_RESUME };

struct recorder {
    struct settings settings;
    struct recorder_listener listener;
    const uint8_t *secret; /* NULL: none is asked for */
    uint8_t secret_bytes[RECCTRL_SECRET_BYTES];
    struct controller *controller;
    struct recording_directory directory;

    /* Written by the vCPU's thread before it stops, read by the main loop afterwards. */
    atomic_int step;
    struct request request;
    struct refusals refusals; /* of the guest's starts; of either thread, as the machine stands still for the other */

    struct rate logged_calls; /* calls inside recordings; the vCPU's thread's */

    /* The main loop's. */
    struct recording *current;
    bool operator_owns_current;
    GPtrArray *finishing; /* recordings that ended and are not whole on disk yet */
    uint32_t whole;
    struct hooks hooks;
    guint timer;
    char operator_name[NAME_LENGTH_MAX + 1]; /* of the start that waits for the vCPU to run; empty: none */
};

/* The call that opened a session was done: the recording's manifest will name it. vCPU or main loop. */
void recorder_note_session(struct recorder *recorder);

/* Main loop, machine stopped: 0, or why there is no recording (RECCTRL_ERROR_*) with the reason in *error. */
int32_t recorder_begin(struct recorder *recorder, const char *name, const char *note, unsigned contract,
                       struct error *error);

/* Main loop: ends the recording by somebody else's will than the guest's, wherever the guest is. */
void recorder_end_from_outside(struct recorder *recorder, enum manifest_end reason);

#endif
