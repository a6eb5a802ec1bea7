/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What to do about a call: a state machine that knows no PANDA and no files, and no clock but what it is told.
 *
 * A call is answered at once, or it asks for a start or a stop; whoever carries that out then reports how it went
 * and gets the answer for the guest. Between the question and the report every other call is BUSY.
 */
#ifndef RECCTRL_DECIDE_CONTROLLER_H
#define RECCTRL_DECIDE_CONTROLLER_H

#include <stdbool.h>
#include <stdint.h>

#include "recctrl/abi.h"

/* Longest identity of a session in bytes, without its NUL (contract 2's field is one longer). */
#define SESSION_ID_LENGTH_MAX 63

struct controller_settings {
    bool session_mode;       /* SESSION_* calls, else TOGGLE, START and STOP */
    bool dry;                /* only told by STATUS: the answers are the same */
    uint32_t recordings_max; /* starts allowed in this run; 0: no limit */
    uint32_t starts_per_minute; /* 0: no limit */
    uint32_t sessions_max;   /* sessions open at once, both contracts together; at least 1 */
};

enum call_kind {
    CALL_UNKNOWN, /* an action that the contract does not have */
    CALL_CHECK,
    CALL_STATUS,
    CALL_TOGGLE,
    CALL_START,
    CALL_STOP,
    CALL_SESSION_OPEN,
    CALL_SESSION_CLOSE,
    CALL_SESSION_CLOSE_ALL,
};

struct call {
    enum call_kind kind;
    const char *session; /* the session's identity; NULL or empty: an anonymous one (contract 1's) */
};

/* What the machine is doing besides: known to the caller, not to the state machine. */
struct situation {
    bool foreign_recording; /* a recording is on that this controller did not start */
    bool snapshot_pending;  /* a snapshot is still being written */
    int64_t now_ms;         /* of a clock that never jumps back */
};

enum verb { VERB_ANSWER, VERB_START, VERB_STOP };

struct verdict {
    enum verb verb;
    int32_t answer; /* with VERB_ANSWER; else to be asked for with controller_started() or _stopped() */
};

struct controller;

/* Never NULL (ends the process where memory is exhausted, as glib does). Freed with controller_free(). */
struct controller *controller_new(const struct controller_settings *settings);
void controller_free(struct controller *controller);

struct verdict controller_call(struct controller *controller, const struct call *call,
                               const struct situation *situation);

/* How the start that a verdict asked for went: 0, or the reason (RECCTRL_ERROR_*). Returns the guest's answer. */
int32_t controller_started(struct controller *controller, int32_t failure);

/* The stop that a verdict asked for is done. Returns the guest's answer. */
int32_t controller_stopped(struct controller *controller);

/* The start or stop that a verdict asked for will not be tried: everything is as before the call. */
void controller_withdraw(struct controller *controller);

/* The recording ended without a call (time, a limit, the operator). Open sessions stay open. */
void controller_recording_ended(struct controller *controller);

/* The machine was reset: nothing in it holds a session any more. */
void controller_forget_sessions(struct controller *controller);

/* Whether a recording that this controller started goes on. */
bool controller_is_recording(const struct controller *controller);

uint32_t controller_sessions(const struct controller *controller);

/* The identity of an open session, by its index from 0; NULL past the last one. Anonymous ones have none. */
const char *controller_session(const struct controller *controller, uint32_t index);

#endif
