/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "target.h"
#include "x86.h"
#include "x86_64_state.h"

enum { RAX = 0, RCX = 1, RBX = 3, CS = 1 };
enum { GDB_RAX = 0, GDB_RIP = 16 };

static bool in_64bit_code(const struct cpu_x86_64 *cpu)
{
    return cpu->hflags & X86_HFLAG_CS64;
}

static struct hypercall hypercall(const void *env)
{
    const struct cpu_x86_64 *cpu = env;
    uint64_t pointer = cpu->regs[RCX];

    return (struct hypercall){
        .magic = (uint32_t)cpu->regs[RAX],
        .action = (uint32_t)cpu->regs[RBX],
        .pointer = in_64bit_code(cpu) ? pointer : (uint32_t)pointer,
    };
}

static uint64_t pc(const void *env)
{
    const struct cpu_x86_64 *cpu = env;

    return cpu->eip + cpu->segments[CS].base;
}

static struct target_register next_pc(const void *env, const struct guest_memory *memory)
{
    const struct cpu_x86_64 *cpu = env;
    uint64_t next = cpu->eip + x86_cpuid_length(pc(env), memory);

    return (struct target_register){GDB_RIP, in_64bit_code(cpu) ? next : (uint32_t)next};
}

static struct target_register result(const void *env, int32_t answer)
{
    (void)env;
    return (struct target_register){GDB_RAX, (uint32_t)answer};
}

static void mend_flags(void *env)
{
    struct cpu_x86_64 *cpu = env;

    cpu->cc_src &= X86_ARITHMETIC_FLAGS;
}

static const struct compare_exchange compare_exchange = {
    .addresses = UINT64_MAX,
    .is = x86_is_compare_exchange,
    .mend = mend_flags,
};

const struct target target = {
    .name = "x86_64",
    .hypercall = hypercall,
    .pc = pc,
    .next_pc = next_pc,
    .result = result,
    .compare_exchange = &compare_exchange,
};
