/* SPDX-License-Identifier: GPL-2.0-or-later */
/* QEMU's vexpress-a9: Cortex-A9, PL011, SP804, GIC. */
#include "cpu.h"
#include "gic.h"
#include "guest/board.h"
#include "guest/keyboard.h"
#include "sp804.h"

#define UART 0x10009000
#define TIMER 0x10011000

enum { TIMER_LINE = 34, UART_LINE = 37 };

const struct hostile_range board_ranges[] = {
    {0, 4}, {0x10000000, 512}, {0x1e000000, 32}, {0x40000000, 4}, {0x4c000000, 4}, {0x4e000000, 4}, {0xfffff000, 1},
};
const uint32_t board_range_count = sizeof(board_ranges) / sizeof(*board_ranges);
unsigned char *const board_memory_end = (unsigned char *)0x64000000;

static const struct gic gic = {.distributor = 0x1e001000, .cpu = 0x1e000100};
static volatile uint32_t ticks;

void board_start(void)
{
    pl011_start(UART);
    sp804_start(TIMER);
    gic_start(&gic);
    gic_enable(&gic, UART_LINE);
    gic_enable(&gic, TIMER_LINE);
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
    return ticks;
}

void board_interrupt(void)
{
    uint32_t line = gic_acknowledge(&gic);

    if (line >= GIC_SPURIOUS) {
        return;
    }
    if (line == UART_LINE) {
        keyboard_push(pl011_take(UART));
    } else if (line == TIMER_LINE) {
        ticks++;
        sp804_acknowledge(TIMER);
    }
    gic_end(&gic, line);
}
