/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a board offers to the guest program. Boards take their input from an interrupt and sleep while there is none:
 * a guest that polls a device register makes PANDA log every read.
 */
#ifndef RECCTRL_BAREMETAL_BOARD_H
#define RECCTRL_BAREMETAL_BOARD_H

#include <stdbool.h>
#include <stdint.h>

#include "hostile.h"

/* Prepares the serial line, its interrupt and, where the board has a timer that a recording can hold, the tick. */
void board_start(void);

/* Sends a character over the serial line. */
void board_put(char character);

/* Sleeps until there is a character and returns it. */
char board_wait(void);

/* Lets interrupts through, or keeps them waiting. */
void board_interrupts(bool on);

/* Whether one waits, or would if interrupts were off. */
bool board_interrupt_waits(void);

/* The number of ticks since the start; stays 0 on a board without one. */
uint32_t board_ticks(void);

/* The board's devices and holes, and where its memory ends (nothing follows there), for what an enemy would try. */
extern const struct hostile_range board_ranges[];
extern const uint32_t board_range_count;
extern unsigned char *const board_memory_end;

/* Called by the interrupt handler of the architecture's start-up code. */
void board_interrupt(void);

#endif
