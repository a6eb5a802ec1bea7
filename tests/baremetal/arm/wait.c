/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cpu.h"
#include "guest/board.h"
#include "guest/keyboard.h"

void board_interrupts(bool on)
{
    if (on) {
        interrupts_on();
    } else {
        interrupts_off();
    }
}

char board_wait(void)
{
    char character;

    for (;;) {
        interrupts_off();
        if (keyboard_pop(&character)) {
            interrupts_on();
            return character;
        }
        sleep_until_interrupt();
        interrupts_on();
    }
}
