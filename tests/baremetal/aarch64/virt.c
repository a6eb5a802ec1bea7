/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * QEMU's virt machine, for 64-bit and 32-bit code: PL011, GIC version 2. The only timer is the generic one, whose
 * reads PANDA does not record, so there is no tick.
 */
#include "arm/cpu.h"
#include "arm/gic.h"
#include "guest/board.h"
#include "guest/keyboard.h"

#define UART 0x09000000

enum { UART_LINE = 33 };

const struct hostile_range board_ranges[] = {
    {0, 4},          {0x08000000, 64}, {0x09000000, 1},  {0x09010000, 1}, {0x09020000, 1}, {0x0a000000, 4},
    {0x10000000, 4}, {0x3eff0000, 4},  {0x3f000000, 16}, {0xfffff000, 1},
};
const uint32_t board_range_count = sizeof(board_ranges) / sizeof(*board_ranges);
unsigned char *const board_memory_end = (unsigned char *)0x44000000;

static const struct gic gic = {.distributor = 0x08000000, .cpu = 0x08010000};

void board_start(void)
{
    pl011_start(UART);
    gic_start(&gic);
    gic_enable(&gic, UART_LINE);
    interrupts_on();
}

void board_put(char character)
{
    pl011_put(UART, character);
}

bool board_interrupt_waits(void)
{
    return gic_waits(&gic);
}

uint32_t board_ticks(void)
{
    return 0;
}

void board_interrupt(void)
{
    uint32_t line = gic_acknowledge(&gic);

    if (line >= GIC_SPURIOUS) {
        return;
    }
    if (line == UART_LINE) {
        keyboard_push(pl011_take(UART));
    }
    gic_end(&gic, line);
}
