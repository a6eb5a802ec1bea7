/* SPDX-License-Identifier: GPL-2.0-or-later */
/* QEMU's versatilepb: ARM926, PL011, SP804, PL190 interrupt controller. */
#include "cpu.h"
#include "guest/board.h"
#include "guest/keyboard.h"
#include "pl011.h"
#include "sp804.h"

#define UART 0x101f1000
#define TIMER 0x101e2000
#define PL190 0x10140000

enum { PL190_STATUS = 0x00, PL190_ENABLE = 0x10 };
enum { TIMER_LINE = 4, UART_LINE = 12 };

const struct hostile_range board_ranges[] = {
    {0, 4}, {0x10000000, 512}, {0x34000000, 4}, {0x40000000, 4}, {0x80000000, 4}, {0xfffff000, 1},
};
const uint32_t board_range_count = sizeof(board_ranges) / sizeof(*board_ranges);
unsigned char *const board_memory_end = (unsigned char *)0x04000000;

static volatile uint32_t ticks;

void board_start(void)
{
    pl011_start(UART);
    sp804_start(TIMER);
    store32(PL190 + PL190_ENABLE, 1 << UART_LINE | 1 << TIMER_LINE);
    interrupts_on();
}

void board_put(char character)
{
    pl011_put(UART, character);
}

bool board_interrupt_waits(void)
{
    return load32(PL190 + PL190_STATUS) != 0;
}

uint32_t board_ticks(void)
{
    return ticks;
}

void board_interrupt(void)
{
    uint32_t lines = load32(PL190 + PL190_STATUS);

    if (lines & 1 << UART_LINE) {
        keyboard_push(pl011_take(UART));
    }
    if (lines & 1 << TIMER_LINE) {
        ticks++;
        sp804_acknowledge(TIMER);
    }
}
