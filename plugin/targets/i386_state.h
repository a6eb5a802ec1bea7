/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The begin of CPUX86State of an i386 target (target/i386/cpu.h; the same in 2021 and 2024). */
#ifndef RECCTRL_TARGETS_I386_STATE_H
#define RECCTRL_TARGETS_I386_STATE_H

#include <stdint.h>

struct cpu_i386 {
    uint32_t regs[8]; /* EAX ECX EDX EBX ESP EBP ESI EDI */
    uint32_t eip, eflags, cc_dst, cc_src, cc_src2;
    uint32_t cc_op, df, hflags, hflags2;
    struct {
        uint32_t selector, base, limit, flags;
    } segments[6]; /* ES CS SS DS FS GS */
};

_Static_assert(sizeof(struct cpu_i386) == 164, "the layout that the engine has");

#endif
