/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "i386_state.h"
#include "target.h"
#include "x86.h"

enum { EAX = 0, ECX = 1, EBX = 3, CS = 1 };
enum { GDB_EAX = 0, GDB_EIP = 8 };

static struct hypercall hypercall(const void *env)
{
    const struct cpu_i386 *cpu = env;

    return (struct hypercall){.magic = cpu->regs[EAX], .action = cpu->regs[EBX], .pointer = cpu->regs[ECX]};
}

static uint64_t pc(const void *env)
{
    const struct cpu_i386 *cpu = env;

    return cpu->eip + cpu->segments[CS].base;
}

static struct target_register next_pc(const void *env, const struct guest_memory *memory)
{
    const struct cpu_i386 *cpu = env;

    return (struct target_register){GDB_EIP, (uint32_t)(cpu->eip + x86_cpuid_length(pc(env), memory))};
}

static struct target_register result(const void *env, int32_t answer)
{
    (void)env;
    return (struct target_register){GDB_EAX, (uint32_t)answer};
}

static void mend_flags(void *env)
{
    struct cpu_i386 *cpu = env;

    cpu->cc_src &= X86_ARITHMETIC_FLAGS;
}

static const struct compare_exchange compare_exchange = {
    .addresses = UINT32_MAX,
    .is = x86_is_compare_exchange,
    .mend = mend_flags,
};

const struct target target = {
    .name = "i386",
    .hypercall = hypercall,
    .pc = pc,
    .next_pc = next_pc,
    .result = result,
    .compare_exchange = &compare_exchange,
};
