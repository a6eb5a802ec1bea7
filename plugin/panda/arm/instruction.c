/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "instruction.h"

static unsigned bits(uint32_t word, unsigned first, unsigned count)
{
    return word >> first & ((1u << count) - 1);
}

static bool mrs(uint32_t word, const struct system_register *r, struct destination *destination)
{
    uint32_t fixed = 0xd5200000 | (uint32_t)r->op0 << 19 | (uint32_t)r->op1 << 16 | (uint32_t)r->crn << 12 |
                     (uint32_t)r->crm << 8 | (uint32_t)r->op2 << 5;

    destination->low = bits(word, 0, 5);
    return (word & 0xffffffe0) == fixed;
}

static bool mrc(uint32_t word, const struct system_register *r, struct destination *destination)
{
    uint32_t fixed = 0x0e100010 | (uint32_t)r->op1 << 21 | (uint32_t)r->crn << 16 | (uint32_t)r->coprocessor << 8 |
                     (uint32_t)r->op2 << 5 | r->crm;

    destination->low = bits(word, 12, 4);
    return (word & 0x0fff0fff) == fixed;
}

static bool mrrc(uint32_t word, const struct system_register *r, struct destination *destination)
{
    uint32_t fixed = 0x0c500000 | (uint32_t)r->coprocessor << 8 | (uint32_t)r->op1 << 4 | r->crm;

    destination->low = bits(word, 12, 4);
    destination->high = bits(word, 16, 4);
    return (word & 0x0ff00fff) == fixed;
}

static bool coprocessor(uint32_t word, const struct system_register *r, struct destination *destination)
{
    bool conditional = bits(word, 28, 4) != 0xf; /* 0xf is another instruction's */

    return conditional && (r->wide ? mrrc(word, r, destination) : mrc(word, r, destination));
}

bool instruction_reads(const uint8_t bytes[4], const struct system_register *reg, struct destination *destination)
{
    uint32_t word = (uint32_t)bytes[3] << 24 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[1] << 8 | bytes[0];

    if (reg->a64) {
        return mrs(word, reg, destination);
    }
    /* Thumb code has the halves of the same word in the other order. No word reads one register of coprocessor 15 in both. */
    return coprocessor(word, reg, destination) || coprocessor(word << 16 | word >> 16, reg, destination);
}
