/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An engine without PANDA: one vCPU that makes hypercalls, a main loop, and every failure on demand. What it records
 * can't be replayed; that is tested on real guests.
 */
#ifndef RECCTRL_TESTS_FAKE_ENGINE_H
#define RECCTRL_TESTS_FAKE_ENGINE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "panda/engine.h"
#include "recctrl/abi.h"

/* What the guest sees of a call. */
#define FAKE_NATIVE INT32_MIN /* the native instruction was executed */

enum fake_snapshot { SNAPSHOT_WRITTEN, SNAPSHOT_FAILS, SNAPSHOT_DIES, SNAPSHOT_WAITS };

struct fake_engine {
    enum engine_mode mode;
    bool running;
    bool stop_requested; /* the vCPU stands still; the main loop has not stopped the machine yet */
    bool watches_blocks;
    bool code_forgotten; /* since the last recording began */
    struct recctrl_request request; /* all of the guest's memory, at FAKE_ADDRESS */
    struct hypercall hypercall;
    int32_t answer;          /* the guest's result register */
    uint64_t instructions;   /* since the recording began */
    unsigned answers_in_log; /* calls that a replay repeats */
    unsigned delayed_ms;     /* altogether, in front of calls */
    FILE *log;
    bool quit;
    int shared; /* balance of engine_share_memory_with_children() */

    /* On demand. */
    enum fake_snapshot snapshot;
    char gate[128]; /* SNAPSHOT_WAITS: a FIFO that it opens before it ends */
    bool share_fails, log_fails, checksum_fails;
    bool end_asked; /* the operator told the engine to end the recording */
    const char *refusal; /* of every recording */
    const char *log_gap; /* what is missing in the log that was ended */
    bool loses_stop;     /* somebody lets the machine run before the main loop comes */
};

extern struct fake_engine fake;

#define FAKE_ADDRESS 0x7fff1000u

void fake_reset(void);

struct recorder;

/*
 * The guest executes a hypercall, and the main loop does its part until the machine runs again. Returns the result
 * register, or FAKE_NATIVE.
 */
int32_t fake_call1(struct recorder *recorder, int32_t action, const char *name);
int32_t fake_call2(struct recorder *recorder, uint32_t action, const char *name, const char *session);

/* The vCPU's part of such a call alone: true where it now waits for the main loop. */
bool fake_vcpu(struct recorder *recorder);

/* The vCPU executes a block of instructions: true where it now waits for the main loop. */
bool fake_block(struct recorder *recorder);

/* A call that the vCPU makes while the main loop stops the machine, once. */
void fake_call_while_stopping(struct recorder *recorder);

/* Rounds of the main loop until none is asked for. */
void fake_main_loop(struct recorder *recorder);

/* Waits until somebody wakes the main loop or one of its timers runs, then does its rounds. */
void fake_wait(struct recorder *recorder);

/* The operator's commands in the monitor. */
void fake_operator_begins(void);
void fake_operator_ends(void);

#endif
