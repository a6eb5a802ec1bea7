/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The begin of CPUX86State of an x86_64 target (target/i386/cpu.h; the same in 2021 and 2024). */
#ifndef RECCTRL_TARGETS_X86_64_STATE_H
#define RECCTRL_TARGETS_X86_64_STATE_H

#include <stdint.h>

struct cpu_x86_64 {
    uint64_t regs[16]; /* RAX RCX RDX RBX RSP RBP RSI RDI R8… */
    uint64_t eip, eflags, cc_dst, cc_src, cc_src2;
    uint32_t cc_op, df, hflags, hflags2;
    struct {
        uint32_t selector;
        uint64_t base;
        uint32_t limit, flags;
    } segments[6]; /* ES CS SS DS FS GS */
};

_Static_assert(sizeof(struct cpu_x86_64) == 328, "the layout that the engine has");

#endif
