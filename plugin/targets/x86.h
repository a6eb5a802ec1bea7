/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What i386 and x86_64 have in common: the hypercall is CPUID. */
#ifndef RECCTRL_TARGETS_X86_H
#define RECCTRL_TARGETS_X86_H

#include <stdint.h>

#include "decide/request.h"

/* Bits of hflags (target/i386/cpu.h). */
#define X86_HFLAG_CS64 (1u << 15)
#define X86_HFLAG_CPL 3u /* the privilege level; 3: a program's */

/* More prefixes are no instruction. */
#define X86_PREFIXES_MAX 14

/*
 * The length in bytes of the CPUID at the linear address `pc`. The engine executes redundant prefixes and, unlike
 * hardware, a VEX prefix as well (c4 with the opcode map in it, c5 before the whole opcode). 2 where the bytes can't
 * be read.
 */
static inline uint64_t x86_cpuid_length(uint64_t pc, const struct guest_memory *memory)
{
    for (uint64_t prefixes = 0; prefixes <= X86_PREFIXES_MAX; prefixes++) {
        uint8_t byte;
        if (!memory->read(memory->opaque, pc + prefixes, &byte, 1)) {
            break;
        }
        if (byte == 0x0f) {
            return prefixes + 2;
        }
        if (byte == 0xc4 || byte == 0xc5) {
            return prefixes + 4;
        }
    }
    return 2;
}

#endif
