/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "../arm.h"

static uint64_t pc(const void *env)
{
    const struct cpu_arm *cpu = env;

    return cpu->regs[ARM_PC];
}

static void entry(const void *env, uint64_t pc, const struct code *code, struct entry *entry)
{
    (void)code;
    arm_entry(env, pc, entry);
}

/* With LPAE, page tables' roots are 32 bytes long, and a tag for the TLB is above the address. */
const struct guest guest = {
    .program_end = 0xc0000000,
    .space = arm_space,
    .space_mask = 0x000000ffffffffe0,
    .pc = pc,
    .sites = arm_sites,
    .entry = entry,
    .returned = arm_returned,
    .thread = arm_thread,
};
