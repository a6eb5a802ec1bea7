/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What differs between targets; one file per target implements it, one of them is linked into a plugin. */
#ifndef RECCTRL_TARGETS_TARGET_H
#define RECCTRL_TARGETS_TARGET_H

#include <stdbool.h>
#include <stdint.h>

#include "decide/request.h"
#include "panda/compare_exchange.h"
#include "panda/supplement.h"

/* A register by its gdb number, with which the engine writes it in a way that it can log. */
struct target_register {
    int gdb_number;
    uint64_t value;
};

struct target {
    const char *name; /* as in panda-system-NAME */
    bool big_endian;
    unsigned register_bytes; /* on a big-endian target: the width of gdb's registers */
    const char *cannot_record; /* why no recording of this target can replay, or NULL */

    /* The registers of a hypercall; `env` is the engine's CPU state of this target. NULL: PANDA has none for it. */
    struct hypercall (*hypercall)(const void *env);

    /* The program counter as panda_current_pc() gives it: a proof that the layout of `env` is as assumed. */
    uint64_t (*pc)(const void *env);

    /*
     * Puts the CPU, which makes a hypercall, in front of the instruction, as if it had not come to it. NULL where it
     * stands there already.
     */
    void (*step_back)(void *env);

    /*
     * With the CPU in front of the hypercall instruction: the program counter register's new value, past it. Its
     * length is read from the guest's memory where it varies.
     */
    struct target_register (*next_pc)(const void *env, const struct guest_memory *memory);

    /* The result register with the answer, as wide as the guest's registers are at this moment. */
    struct target_register (*result)(const void *env, int32_t answer);

    /* What the log of this target's recordings needs beside what the engine puts there; NULL: nothing. */
    const struct supplement *supplement;

    /* The instruction that the engine executes wrongly; NULL: this target has none. */
    const struct compare_exchange *compare_exchange;
};

extern const struct target target;

#endif
