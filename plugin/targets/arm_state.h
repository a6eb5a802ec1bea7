/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What arm and aarch64 have in common: the begin of CPUARMState (target/arm/cpu.h; the same in 2021 and 2024) and
 * the hypercall of 32-bit code, "mcr p7, 0, r0, c0, c0, 0" (any write to coprocessor 7).
 */
#ifndef RECCTRL_TARGETS_ARM_STATE_H
#define RECCTRL_TARGETS_ARM_STATE_H

#include <stddef.h>
#include <stdint.h>

#include "target.h"

struct cpu_arm {
    uint32_t regs[16]; /* of 32-bit code */
    uint64_t xregs[32], pc; /* of 64-bit code */
    uint32_t pstate;
    uint32_t aarch64; /* whether it runs 64-bit code */
};

_Static_assert(offsetof(struct cpu_arm, aarch64) == 332, "the layout that the engine has");

enum { ARM_PC = 15 };  /* of 32-bit code */
enum { ARM_XZR = 31 }; /* of 64-bit code: as a destination it keeps nothing */

/* Of every hypercall instruction, in Thumb code as well. */
#define ARM_INSTRUCTION 4

static inline struct hypercall arm_hypercall(const struct cpu_arm *cpu)
{
    return (struct hypercall){.magic = cpu->regs[0], .action = cpu->regs[1], .pointer = cpu->regs[2]};
}

/* Where this target's engine keeps what panda/arm/ works on, and how it writes a register of 32-bit code. */
struct arm_engine {
    size_t system_registers; /* ARMCPU.cp_regs in bytes from the engine's CPUState */
    struct target_register (*register32)(const void *env, unsigned number, uint32_t value);
};
extern const struct arm_engine arm_engine;

#endif
