/* SPDX-License-Identifier: GPL-2.0-or-later */
/* I/O ports of a PC. */
#ifndef RECCTRL_BAREMETAL_PORTS_H
#define RECCTRL_BAREMETAL_PORTS_H

#include <stdint.h>

enum { COM1 = 0x3f8 };

static inline void out8(uint16_t port, uint8_t value)
{
    __asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port) : "memory");
}

static inline uint8_t in8(uint16_t port)
{
    uint8_t value;

    __asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"(port) : "memory");
    return value;
}

#endif
