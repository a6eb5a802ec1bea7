/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "interrupts.h"

#include "guest/print.h"
#include "x86/selectors.h"

static struct gate gates[VECTORS];

static void stray(void)
{
    print("stray exception\n");
    for (;;) {
        __asm__ volatile("cli; hlt");
    }
}

void interrupts_set(unsigned vector, void (*handler)(void), uint16_t flags)
{
    uint32_t offset = (uint32_t)handler;

    gates[vector] = (struct gate){offset & 0xffff, CODE32, flags, offset >> 16};
}

void interrupts_start(void)
{
    struct __attribute__((packed)) {
        uint16_t limit;
        uint32_t base;
    } table = {sizeof(gates) - 1, (uint32_t)gates};

    for (unsigned vector = 0; vector < VECTORS; vector++) {
        interrupts_set(vector, stray, GATE_RING0);
    }
    __asm__ volatile("lidt %0" : : "m"(table));
}
