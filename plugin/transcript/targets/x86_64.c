/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "targets/x86_64_state.h"
#include "../x86.h"

enum { RAX, RCX, RDX, RBX, RSP, RBP, RSI, RDI, R8, R9, R10 };
enum { CS = 1 };

static uint64_t pc(const void *env)
{
    const struct cpu_x86_64 *cpu = env;

    return cpu->eip + cpu->segments[CS].base;
}

static unsigned sites(const void *env, const struct code *code)
{
    const struct cpu_x86_64 *cpu = env;

    return x86_sites(cpu->hflags, code);
}

static void copy_arguments(const struct cpu_x86_64 *cpu, const int order[CALL_ARGUMENTS], struct entry *entry)
{
    for (unsigned i = 0; i < CALL_ARGUMENTS; i++) {
        entry->arguments[i] = cpu->regs[order[i]];
    }
}

/* INT 80 is a 32-bit call in 64-bit code too. */
static void entry(const void *env, uint64_t pc, const struct code *code, struct entry *entry)
{
    static const int order64[] = {RDI, RSI, RDX, R10, R8, R9}, order32[] = {RBX, RCX, RDX, RSI, RDI, RBP};
    const struct cpu_x86_64 *cpu = env;
    bool is_64bit = (cpu->hflags & X86_HFLAG_CS64) && x86_is_syscall(code->from);

    entry->abi = is_64bit ? &abi_x86_64 : &abi_i386;
    entry->number = is_64bit ? cpu->regs[RAX] : (uint32_t)cpu->regs[RAX];
    copy_arguments(cpu, is_64bit ? order64 : order32, entry);
    entry->stack = cpu->regs[RSP];
    entry->next = is_64bit || x86_is_int80(code->from) ? pc + 2 : 0;
}

static void returned(const void *env, uint64_t *stack, uint64_t *value)
{
    const struct cpu_x86_64 *cpu = env;

    *stack = cpu->regs[RSP];
    *value = cpu->regs[RAX];
}

static uint64_t counter(const void *env)
{
    const struct cpu_x86_64 *cpu = env;

    return (uint64_t)(uint32_t)cpu->regs[RDX] << 32 | (uint32_t)cpu->regs[RAX];
}

/* The low bits of CR3 are a tag for the TLB, and not the same each time that the process runs. */
const struct guest guest = {
    .space_mask = 0x000ffffffffff000,
    .program_end = 0x00fffffffffff000, /* with five levels of page tables */
    .pc = pc,
    .sites = sites,
    .entry = entry,
    .returned = returned,
    .counter = counter,
};
