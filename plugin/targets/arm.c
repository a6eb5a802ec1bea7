/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "arm_state.h"
#include "panda/arm/system_registers.h"
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
static struct target_register register32(const void *env, unsigned number, uint32_t value)
{
    (void)env;
    return (struct target_register){(int)number, value};
}

static struct target_register next_pc(const void *env, const struct guest_memory *memory)
{
    (void)memory;
    return register32(env, ARM_PC, (uint32_t)pc(env) + ARM_INSTRUCTION);
}

static struct target_register result(const void *env, int32_t answer)
{
    return register32(env, 0, (uint32_t)answer);
}

/* The same in 2021 and 2024. */
const struct arm_engine arm_engine = {.system_registers = 125520, .register32 = register32};

const struct target target = {
    .name = "arm",
    .hypercall = hypercall,
    .pc = pc,
    .step_back = step_back,
    .next_pc = next_pc,
    .result = result,
    .supplement = &system_registers,
};
