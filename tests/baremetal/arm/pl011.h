/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ARM's PL011 serial line. */
#ifndef RECCTRL_BAREMETAL_PL011_H
#define RECCTRL_BAREMETAL_PL011_H

#include <stdint.h>

enum { PL011_DATA = 0x00, PL011_CONTROL = 0x30, PL011_INTERRUPT_MASK = 0x38, PL011_INTERRUPT_CLEAR = 0x44 };

static inline void store32(uintptr_t address, uint32_t value)
{
    *(volatile uint32_t *)address = value;
}

static inline uint32_t load32(uintptr_t address)
{
    return *(volatile uint32_t *)address;
}

/* Switches the line on, with an interrupt for each received character (the FIFO stays off). */
static inline void pl011_start(uintptr_t base)
{
    store32(base + PL011_CONTROL, 1 << 0 | 1 << 8 | 1 << 9);
    store32(base + PL011_INTERRUPT_MASK, 1 << 4);
}

static inline void pl011_put(uintptr_t base, char character)
{
    store32(base + PL011_DATA, (uint8_t)character);
}

/* In the interrupt handler: the received character. */
static inline char pl011_take(uintptr_t base)
{
    char character = (char)load32(base + PL011_DATA);

    store32(base + PL011_INTERRUPT_CLEAR, 1 << 4);
    return character;
}

#endif
