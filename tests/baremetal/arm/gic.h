/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ARM's generic interrupt controller, version 1 and 2: all lines go to the one CPU. */
#ifndef RECCTRL_BAREMETAL_GIC_H
#define RECCTRL_BAREMETAL_GIC_H

#include <stdbool.h>

#include "pl011.h"

struct gic {
    uintptr_t distributor, cpu;
};

enum { GIC_SPURIOUS = 1020 }; /* and above: no interrupt */

enum { GICD_CONTROL = 0x000, GICD_ENABLE = 0x100, GICD_PRIORITY = 0x400, GICD_TARGETS = 0x800 };
enum { GICC_CONTROL = 0x00, GICC_PRIORITY_MASK = 0x04, GICC_ACKNOWLEDGE = 0x0c, GICC_END = 0x10, GICC_PENDING = 0x18 };

static inline void gic_start(const struct gic *gic)
{
    store32(gic->distributor + GICD_CONTROL, 1);
    store32(gic->cpu + GICC_PRIORITY_MASK, 0xff);
    store32(gic->cpu + GICC_CONTROL, 1);
}

static inline void gic_enable(const struct gic *gic, unsigned line)
{
    *(volatile uint8_t *)(gic->distributor + GICD_TARGETS + line) = 1;
    store32(gic->distributor + GICD_ENABLE + line / 32 * 4, 1u << line % 32);
}

static inline bool gic_waits(const struct gic *gic)
{
    return (load32(gic->cpu + GICC_PENDING) & 0x3ff) < GIC_SPURIOUS;
}

/* The line that interrupted. */
static inline uint32_t gic_acknowledge(const struct gic *gic)
{
    return load32(gic->cpu + GICC_ACKNOWLEDGE) & 0x3ff;
}

static inline void gic_end(const struct gic *gic, uint32_t line)
{
    store32(gic->cpu + GICC_END, line);
}

#endif
