/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ARM's SP804 timer, which counts down at 1 MHz in these machines. */
#ifndef RECCTRL_BAREMETAL_SP804_H
#define RECCTRL_BAREMETAL_SP804_H

#include "pl011.h"

enum { SP804_LOAD = 0x00, SP804_CONTROL = 0x08, SP804_INTERRUPT_CLEAR = 0x0c };

#define SP804_TICK_US 10000

/* An interrupt every SP804_TICK_US. */
static inline void sp804_start(uintptr_t base)
{
    store32(base + SP804_LOAD, SP804_TICK_US);
    store32(base + SP804_CONTROL, 1 << 7 | 1 << 6 | 1 << 5 | 1 << 1); /* on, periodic, interrupt, 32 bits */
}

static inline void sp804_acknowledge(uintptr_t base)
{
    store32(base + SP804_INTERRUPT_CLEAR, 1);
}

#endif
