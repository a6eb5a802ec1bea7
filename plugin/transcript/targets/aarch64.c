/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "../arm.h"

#define EXCEPTION_LEVEL 0xcu /* in the processor's state; 0: a program */

enum { X8 = 8, SP = 31 };

static uint64_t pc(const void *env)
{
    const struct cpu_arm *cpu = env;

    return cpu->aarch64 ? cpu->pc : cpu->regs[ARM_PC];
}

static bool is_svc(const uint8_t *code)
{
    return code[0] == 0x01 && code[1] == 0x00 && code[2] == 0x00 && code[3] == 0xd4;
}

static unsigned sites(const void *env, const struct code *code)
{
    const struct cpu_arm *cpu = env;

    if (!cpu->aarch64) {
        return arm_sites(env, code);
    }
    if ((cpu->pstate & EXCEPTION_LEVEL) != 0) {
        return 0;
    }
    return (is_svc(code->from) ? SITE_ENTRY : 0u) | (is_svc(code->before) ? SITE_RETURN : 0u);
}

static void entry(const void *env, uint64_t pc, const struct code *code, struct entry *entry)
{
    const struct cpu_arm *cpu = env;

    (void)code;
    if (!cpu->aarch64) {
        arm_entry(env, pc, entry);
        return;
    }
    entry->abi = &abi_aarch64;
    entry->number = cpu->xregs[X8];
    for (unsigned i = 0; i < CALL_ARGUMENTS; i++) {
        entry->arguments[i] = cpu->xregs[i];
    }
    entry->stack = cpu->xregs[SP];
    entry->next = pc + ARM_INSTRUCTION;
}

static void returned(const void *env, uint64_t *stack, uint64_t *value)
{
    const struct cpu_arm *cpu = env;

    if (!cpu->aarch64) {
        arm_returned(env, stack, value);
        return;
    }
    *stack = cpu->xregs[SP];
    *value = cpu->xregs[0];
}

/* A tag for the TLB is above the address. */
const struct guest guest = {
    .program_end = 0x0010000000000000, /* with 52 bits of addresses */
    .space = arm_space,
    .space_mask = 0x0000fffffffffffe,
    .pc = pc,
    .sites = sites,
    .entry = entry,
    .returned = returned,
    .thread = arm_thread,
};
