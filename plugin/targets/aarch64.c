/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The hypercall is "msr S0_0_c5_c0_0, xzr" in 64-bit code. 32-bit code has ARM's, on a 64-bit CPU as on a 32-bit one
 * (-cpu cortex-a15), and the engine numbers the registers of these two differently.
 */
#include <stdbool.h>

#include "arm_state.h"
#include "panda/arm/system_registers.h"
#include "target.h"

/* CPUARMState.features in bytes, and its bit (target/arm/cpu.h; the same in 2021 and 2024). */
#define CPU_FEATURES 91976
#define FEATURE_AARCH64 33

enum { GDB_X0 = 0, GDB_PC = 32 };

static bool is_64bit_cpu(const void *env)
{
    const uint64_t *features = (const uint64_t *)((const char *)env + CPU_FEATURES);

    return *features >> FEATURE_AARCH64 & 1;
}

static struct hypercall hypercall(const void *env)
{
    const struct cpu_arm *cpu = env;

    if (!cpu->aarch64) {
        return arm_hypercall(cpu);
    }
    return (struct hypercall){
        .magic = (uint32_t)cpu->xregs[0],
        .action = (uint32_t)cpu->xregs[1],
        .pointer = cpu->xregs[2],
    };
}

static uint64_t pc(const void *env)
{
    const struct cpu_arm *cpu = env;

    return cpu->aarch64 ? cpu->pc : cpu->regs[ARM_PC];
}

static void step_back(void *env)
{
    struct cpu_arm *cpu = env;

    if (cpu->aarch64) {
        cpu->pc -= ARM_INSTRUCTION;
    } else {
        cpu->regs[ARM_PC] -= ARM_INSTRUCTION;
    }
}

/*
 * A register of 32-bit code. For a 64-bit CPU the engine has a number for the 64-bit registers only, `xregs[number]`,
 * and no way to log another write; but negative numbers are the pairs of 32-bit registers that lie before them.
 */
static struct target_register register32(const void *env, unsigned number, uint32_t value)
{
    const struct cpu_arm *cpu = env;
    const int pairs = sizeof(cpu->regs) / (sizeof(uint64_t));
    uint64_t other = cpu->regs[number ^ 1];

    if (!is_64bit_cpu(env)) {
        return (struct target_register){(int)number, value};
    }
    return (struct target_register){
        .gdb_number = (int)number / 2 - pairs,
        .value = number % 2 == 0 ? other << 32 | value : (uint64_t)value << 32 | other,
    };
}

static struct target_register next_pc(const void *env, const struct guest_memory *memory)
{
    const struct cpu_arm *cpu = env;

    (void)memory;
    if (cpu->aarch64) {
        return (struct target_register){GDB_PC, cpu->pc + ARM_INSTRUCTION};
    }
    return register32(env, ARM_PC, cpu->regs[ARM_PC] + ARM_INSTRUCTION);
}

static struct target_register result(const void *env, int32_t answer)
{
    const struct cpu_arm *cpu = env;

    if (cpu->aarch64) {
        return (struct target_register){GDB_X0, (uint32_t)answer};
    }
    return register32(env, 0, (uint32_t)answer);
}

/* The same in 2021 and 2024. */
const struct arm_engine arm_engine = {.system_registers = 125528, .register32 = register32};

const struct target target = {
    .name = "aarch64",
    .hypercall = hypercall,
    .pc = pc,
    .step_back = step_back,
    .next_pc = next_pc,
    .result = result,
    .supplement = &system_registers,
};
