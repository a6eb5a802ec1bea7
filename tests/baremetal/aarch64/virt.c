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
