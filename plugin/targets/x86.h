/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What i386 and x86_64 have in common: the hypercall is CPUID. */
#ifndef RECCTRL_TARGETS_X86_H
#define RECCTRL_TARGETS_X86_H

#include <stdint.h>

#include "decide/request.h"

/* Bits of hflags (target/i386/cpu.h). */
#define X86_HFLAG_CS32 (1u << 4)
#define X86_HFLAG_CS64 (1u << 15)

#define X86_LONGEST_INSTRUCTION 15

/*
 * The length in bytes of the CPUID at the linear address `pc`, with its redundant prefixes. 2 where the bytes can't
 * be read.
 */
static inline uint64_t x86_cpuid_length(uint64_t pc, const struct guest_memory *memory)
{
    uint8_t previous = 0;

    for (uint64_t i = 0; i < X86_LONGEST_INSTRUCTION; i++) {
        uint8_t byte;
        if (!memory->read(memory->opaque, pc + i, &byte, 1)) {
            break;
        }
        if (previous == 0x0f && byte == 0xa2) {
            return i + 1;
        }
        previous = byte;
    }
    return 2;
}

#endif
