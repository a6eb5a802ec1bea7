/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the MIPS targets have in common; each defines mips_word, its register's type, before it includes this. The
 * hypercall is "movz $0, $0, $0", which PANDA has since 2022, and its registers are V0, A0 and A1. No recording of
 * them can replay: PANDA's begin of a recording ends its process.
 */
#ifndef RECCTRL_TARGETS_MIPS_H
#define RECCTRL_TARGETS_MIPS_H

#include "target.h"

#define MIPS_CANNOT_RECORD "PANDA can't record a MIPS machine; dry=y answers without recording"

/* The begin of CPUMIPSState (target/mips/cpu.h; the same in 2021 and 2024). */
struct cpu_mips {
    mips_word gpr[32], pc;
};

enum { MIPS_V0 = 2, MIPS_A0 = 4, MIPS_A1 = 5, GDB_MIPS_PC = 37 };

static struct hypercall mips_hypercall(const void *env)
{
    const struct cpu_mips *cpu = env;

    return (struct hypercall){
        .magic = (uint32_t)cpu->gpr[MIPS_V0],
        .action = (uint32_t)cpu->gpr[MIPS_A0],
        .pointer = cpu->gpr[MIPS_A1],
    };
}

static uint64_t mips_pc(const void *env)
{
    const struct cpu_mips *cpu = env;

    return cpu->pc;
}

static struct target_register mips_next_pc(const void *env, const struct guest_memory *memory)
{
    (void)memory;
    return (struct target_register){GDB_MIPS_PC, mips_pc(env) + 4};
}

/* 32-bit values are sign-extended in 64-bit registers. */
static struct target_register mips_result(const void *env, int32_t answer)
{
    (void)env;
    return (struct target_register){MIPS_V0, (uint64_t)(int64_t)answer};
}

#define MIPS_TARGET(target_name, is_big_endian)                                                                        \
    {                                                                                                                  \
        .name = target_name, .big_endian = is_big_endian, .register_bytes = sizeof(mips_word),                         \
        .cannot_record = MIPS_CANNOT_RECORD, .hypercall = mips_hypercall, .pc = mips_pc, .next_pc = mips_next_pc,      \
        .result = mips_result,                                                                                         \
    }

#endif
