/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What arm and aarch64 have in common: the system calls of 32-bit code. */
#ifndef RECCTRL_PLUGIN_TRANSCRIPT_ARM_H
#define RECCTRL_PLUGIN_TRANSCRIPT_ARM_H

#include "guest.h"
#include "targets/arm_state.h"

/* CPUARMState (target/arm/cpu.h; the same in 2021 and 2024), in bytes. */
#define ARM_CPSR 336  /* uncached_cpsr */
#define ARM_THUMB 536 /* whether it runs Thumb code */
#define ARM_SP_SVC 412 /* banked_r13[BANK_SVC]: the kernel's, where it is one of 32 bits */
#define ARM_SP_EL1 592 /* sp_el[1]: the same of one of 64 bits */
#define ARM_TTBR0 760 /* of EL1, or of 32-bit code in its non-secure state */
#define ARM_TTBR0_SECURE 776

#define ARM_MODE 0x1f
#define ARM_USER_MODE 0x10

enum { ARM_SP = 13 };

static inline uint32_t arm_field(const void *env, unsigned offset)
{
    return *(const uint32_t *)((const char *)env + offset);
}

static inline uint64_t arm_space(const void *env)
{
    uint64_t table = *(const uint64_t *)((const char *)env + ARM_TTBR0);

    return table != 0 ? table : *(const uint64_t *)((const char *)env + ARM_TTBR0_SECURE);
}

/* While a program runs, the kernel's stack is empty. */
static inline uint64_t arm_thread(void *env, const struct memory *kernel)
{
    uint64_t stack = *(const uint64_t *)((const char *)env + ARM_SP_EL1);

    (void)kernel;
    return stack != 0 ? stack : arm_field(env, ARM_SP_SVC);
}

/* SVC #0, as Linux' EABI has it. */
static inline bool arm_is_svc(const uint8_t *code, bool thumb)
{
    return thumb ? code[0] == 0 && code[1] == 0xdf : code[0] == 0 && code[1] == 0 && code[2] == 0 && code[3] == 0xef;
}

static inline unsigned arm_sites(const void *env, const struct code *code)
{
    bool thumb = arm_field(env, ARM_THUMB);
    unsigned sites = 0;

    if ((arm_field(env, ARM_CPSR) & ARM_MODE) == ARM_USER_MODE) {
        sites |= arm_is_svc(code->from, thumb) ? SITE_ENTRY : 0;
        sites |= arm_is_svc(code->before + (thumb ? 2 : 0), thumb) ? SITE_RETURN : 0;
    }
    return sites;
}

static inline void arm_entry(const void *env, uint64_t pc, struct entry *entry)
{
    const struct cpu_arm *cpu = env;

    entry->abi = &abi_arm;
    entry->number = cpu->regs[7];
    for (unsigned i = 0; i < CALL_ARGUMENTS; i++) {
        entry->arguments[i] = cpu->regs[i];
    }
    entry->stack = cpu->regs[ARM_SP];
    entry->next = pc + (arm_field(env, ARM_THUMB) ? 2 : 4);
}

static inline void arm_returned(const void *env, uint64_t *stack, uint64_t *value)
{
    const struct cpu_arm *cpu = env;

    *stack = cpu->regs[ARM_SP];
    *value = cpu->regs[0];
}

#endif
