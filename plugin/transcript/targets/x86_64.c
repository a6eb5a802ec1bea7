/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "targets/x86_64_state.h"
#include "../x86.h"

#include <string.h>

enum { RAX, RCX, RDX, RBX, RSP, RBP, RSI, RDI, R8, R9, R10 };
enum { CS = 1 };

/* CPUX86State (target/i386/cpu.h; the same in 2021 and 2024), in bytes. */
#define X86_64_CR3 448
#define X86_64_LSTAR 3016
#define X86_64_KERNEL_GS_BASE 3040

/* In a CR3 of a program, of Linux with page table isolation: the kernel's page table is the other one. */
#define USER_PAGE_TABLE 0x1000u

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

#define ENTRY_BYTES 128

/*
 * The address from which the kernel's entry by SYSCALL loads RSP, within its first instructions; 0: it does not.
 * MOV RSP, [address] is 48 8B 24 25 with an address and 48 8B 25 with its distance; 65 in front: relative to GS.
 */
static uint64_t stack_variable(const uint8_t *code, uint64_t entry, uint64_t kernel_gs)
{
    for (unsigned i = 1; i + 8 <= ENTRY_BYTES; i++) {
        bool relative = code[i + 2] == 0x25;
        unsigned length = relative ? 3 : 4;
        int32_t number;
        if (code[i] == 0x48 && code[i + 1] == 0x8b && (relative || (code[i + 2] == 0x24 && code[i + 3] == 0x25))) {
            memcpy(&number, code + i + length, sizeof(number));
            return (uint64_t)(int64_t)number + (relative ? entry + i + length + sizeof(number) : 0) +
                   (code[i - 1] == 0x65 ? kernel_gs : 0);
        }
    }
    return 0;
}

static bool read_as_kernel(void *env, const struct memory *kernel, uint64_t address, uint64_t *number)
{
    uint64_t *table = (uint64_t *)((char *)env + X86_64_CR3), before = *table;
    bool found = memory_number(kernel, address, sizeof(*number), number);

    if (!found && (before & USER_PAGE_TABLE)) {
        *table = before & ~(uint64_t)USER_PAGE_TABLE;
        found = memory_number(kernel, address, sizeof(*number), number);
        *table = before;
    }
    return found;
}

static uint64_t thread(void *env, const struct memory *kernel)
{
    static uint64_t known_entry, known_gs, variable;
    uint64_t entry = *(const uint64_t *)((const char *)env + X86_64_LSTAR);
    uint64_t gs = *(const uint64_t *)((const char *)env + X86_64_KERNEL_GS_BASE), stack;
    uint8_t code[ENTRY_BYTES];

    if (entry != known_entry || gs != known_gs) {
        known_entry = entry;
        known_gs = gs;
        variable = kernel->read(kernel->opaque, entry, code, sizeof(code)) ? stack_variable(code, entry, gs) : 0;
    }
    return variable != 0 && read_as_kernel(env, kernel, variable, &stack) ? stack : 0;
}

/* The low bits of CR3 are a tag for the TLB, and not the same each time that the process runs. */
const struct guest guest = {
    .space_mask = 0x000ffffffffff000,
    .program_end = 0x00fffffffffff000, /* with five levels of page tables */
    .pc = pc,
    .sites = sites,
    .entry = entry,
    .returned = returned,
    .thread = thread,
    .counter = counter,
};
