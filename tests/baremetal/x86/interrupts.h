/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Interrupts and exceptions of 32-bit code. */
#ifndef RECCTRL_BAREMETAL_INTERRUPTS_H
#define RECCTRL_BAREMETAL_INTERRUPTS_H

#include <stdint.h>

struct gate {
    uint16_t offset_low, selector, flags, offset_high;
};

enum { GATE_RING0 = 0x8e00, GATE_RING3 = 0xee00 };
enum { VECTOR_PAGE_FAULT = 14, VECTOR_PIC = 32, VECTOR_LEAVE_USER = 128, VECTORS };

/* Loads a table in which each vector without a handler of its own prints a line and stands still. */
void interrupts_start(void);

void interrupts_set(unsigned vector, void (*handler)(void), uint16_t flags);

#endif
