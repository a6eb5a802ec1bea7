/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "x86.h"

#define LONGEST_INSTRUCTION 15

uint64_t x86_cpuid_length(uint64_t pc, const struct guest_memory *memory)
{
    uint8_t previous = 0;

    for (uint64_t i = 0; i < LONGEST_INSTRUCTION; i++) {
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
