/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "targets/i386_state.h"
#include "../x86.h"

enum { EAX, ECX, EDX, EBX, ESP, EBP, ESI, EDI };
enum { CS = 1 };

#define I386_TASK_STATE 184 /* bytes to tr.base */

static uint64_t pc(const void *env)
{
    const struct cpu_i386 *cpu = env;

    return (uint32_t)(cpu->eip + cpu->segments[CS].base);
}

static unsigned sites(const void *env, const struct code *code)
{
    const struct cpu_i386 *cpu = env;

    return x86_sites(cpu->hflags, code);
}

static void entry(const void *env, uint64_t pc, const struct code *code, struct entry *entry)
{
    static const int order[] = {EBX, ECX, EDX, ESI, EDI, EBP};
    const struct cpu_i386 *cpu = env;

    entry->abi = &abi_i386;
    entry->number = cpu->regs[EAX];
    for (unsigned i = 0; i < CALL_ARGUMENTS; i++) {
        entry->arguments[i] = cpu->regs[order[i]];
    }
    entry->stack = cpu->regs[ESP];
    entry->next = x86_is_int80(code->from) ? pc + 2 : 0;
}

static void returned(const void *env, uint64_t *stack, uint64_t *value)
{
    const struct cpu_i386 *cpu = env;

    *stack = cpu->regs[ESP];
    *value = cpu->regs[EAX];
}

static uint64_t counter(const void *env)
{
    const struct cpu_i386 *cpu = env;

    return (uint64_t)cpu->regs[EDX] << 32 | cpu->regs[EAX];
}

/*
 * Of the task state's stacks for ring 0 and ring 1: Linux 4.16 and later have the thread's in the second one, and in the
 * first the one that every thread enters the kernel on; before that it is the first.
 */
static uint64_t thread(void *env, const struct memory *kernel)
{
    uint32_t task_state = *(const uint32_t *)((const char *)env + I386_TASK_STATE);
    uint64_t first, second;

    return memory_number(kernel, task_state + 4, 4, &first) && memory_number(kernel, task_state + 12, 4, &second)
               ? second << 32 | first
               : 0;
}

/* With PAE, page tables' roots are 32 bytes long. */
const struct guest guest = {
    .space_mask = 0xffffffe0,
    .program_end = 0xc0000000,
    .pc = pc,
    .sites = sites,
    .entry = entry,
    .returned = returned,
    .thread = thread,
    .counter = counter,
};
