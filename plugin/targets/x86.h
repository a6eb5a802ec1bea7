/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What i386 and x86_64 have in common: the hypercall is CPUID. */
#ifndef RECCTRL_TARGETS_X86_H
#define RECCTRL_TARGETS_X86_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "decide/request.h"

/* Bits of hflags (target/i386/cpu.h). */
#define X86_HFLAG_CS64 (1u << 15)
#define X86_HFLAG_CPL 3u /* the privilege level; 3: a program's */

/* What an instruction leaves in EFLAGS: O, S, Z, A, P and C. */
#define X86_ARITHMETIC_FLAGS 0x8d5u

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

/* Whether these bytes, one whole instruction, are a CMPXCHG8B or CMPXCHG16B: 0f c7 /1 with an operand in memory. */
static inline bool x86_is_compare_exchange(const uint8_t *bytes, size_t length)
{
    static const char prefixes[] = "\x66\x67\x2e\x36\x3e\x26\x64\x65\xf0\xf2\xf3"
                                   "\x40\x41\x42\x43\x44\x45\x46\x47\x48\x49\x4a\x4b\x4c\x4d\x4e\x4f";

    while (length > 0 && memchr(prefixes, bytes[0], sizeof(prefixes) - 1) != NULL) {
        bytes++;
        length--;
    }
    return length >= 3 && bytes[0] == 0x0f && bytes[1] == 0xc7 && (bytes[2] & 0x38) == 0x08 && bytes[2] < 0xc0;
}

#endif
