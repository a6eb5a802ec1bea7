/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "arm_state.h"
#include "target.h"

static struct hypercall hypercall(const void *env)
{
    return arm_hypercall(env);
}

static uint64_t pc(const void *env)
{
    const struct cpu_arm *cpu = env;

    return cpu->regs[ARM_PC];
}

static void step_back(void *env)
{
    struct cpu_arm *cpu = env;

    cpu->regs[ARM_PC] -= ARM_INSTRUCTION;
}

/* gdb's numbers for 32-bit ARM are the registers'. */
static struct target_register next_pc(const void *env, const struct guest_memory *memory)
{
    (void)memory;
    return (struct target_register){ARM_PC, (uint32_t)(pc(env) + ARM_INSTRUCTION)};
}

static struct target_register result(const void *env, int32_t answer)
{
    (void)env;
    return (struct target_register){0, (uint32_t)answer};
}

const struct target target = {
    .name = "arm",
    .hypercall = hypercall,
    .pc = pc,
    .step_back = step_back,
    .next_pc = next_pc,
    .result = result,
};
