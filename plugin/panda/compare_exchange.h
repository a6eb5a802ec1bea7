/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A defect of the engine, mended where the guest would meet it. Its translator does not store how the flags are to be
 * computed before it calls the helper of CMPXCHG8B and CMPXCHG16B, which reads that. The helper may then leave any
 * number of the guest, a pointer, in place of the flags. Where an interrupt comes or the vCPU is stopped before the
 * next instruction that sets flags, the guest goes on with that in EFLAGS: Linux, whose allocator uses these
 * instructions, dies. A recording's start makes it likely: all code is translated anew, with pauses between blocks.
 */
#ifndef RECCTRL_PANDA_COMPARE_EXCHANGE_H
#define RECCTRL_PANDA_COMPARE_EXCHANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/error.h"

/* The target's part. */
struct compare_exchange {
    uint64_t addresses; /* the highest one */

    /* Whether these bytes, one whole instruction, are such an instruction. */
    bool (*is)(const uint8_t *bytes, size_t length);

    /* Right behind it: leaves nothing but flags where the flags are. `env` is the engine's CPU state. */
    void (*mend)(void *env);
};

/* Mends what is translated from now on. False with the reason where this engine is not one that recctrl knows. */
bool compare_exchange_watch(void *plugin, const struct compare_exchange *instruction, struct error *error);

#endif
