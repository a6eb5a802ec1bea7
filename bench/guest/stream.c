/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A guest that never stops sending dots over the serial line, so that whoever reads them sees when it stood still. It
 * takes letters meanwhile:
 *   s   starts a recording by the first contract; sends the answer as a digit (0 is the NOOP)
 *   ?   makes a call that is refused, and sends its answer
 *   e   stops the recording, sends the answer, and then writes nothing to memory until the next letter comes
 *   f   writes to the next 32 MB of memory, without dots, then sends an f
 *   w   from now on (or no more) writes to memory between the dots, page after page of what was filled; sends a w
 */
#include <stdbool.h>
#include <stdint.h>

#include "guest/board.h"
#include "guest/caller.h"
#include "recctrl/abi.h"
#include "stream.h"
#include "x86/ports.h"

enum { COM1_INTERRUPT_ENABLE = COM1 + 1, COM1_STATUS = COM1 + 5, HAS_LETTER = 1 };

#define NAME "bench"
#define PAGE 4096u
#define FILLED_FROM (2u << 20)
#define FILL (32u << 20)
#define PAGES_PER_DOT 16

static uint32_t filled_to = FILLED_FROM, next_page = FILLED_FROM;
static bool writes;

static void answer(int32_t value)
{
    board_put((char)('0' + value));
}

/* Nothing that compresses well: a page of zeros would cost a snapshot nothing. */
static void fill(void)
{
    uint32_t *end = (uint32_t *)(filled_to + FILL);

    for (uint32_t *word = (uint32_t *)filled_to; word < end; word++) {
        *word = (uint32_t)word * 2654435761u;
    }
    filled_to += FILL;
}

static void write_pages(void)
{
    for (int i = 0; i < PAGES_PER_DOT && filled_to > FILLED_FROM; i++) {
        ++*(uint32_t *)next_page;
        next_page = next_page + PAGE < filled_to ? next_page + PAGE : FILLED_FROM;
    }
}

static void run(char letter)
{
    switch (letter) {
    case 's':
        answer(call_recctrl(RECCTRL_MAGIC, RECCTRL_ACTION_TOGGLE, NAME));
        break;
    case '?':
        answer(call_recctrl(RECCTRL_MAGIC, 0, NAME));
        break;
    case 'e':
        call_and_leave_memory(RECCTRL_MAGIC, RECCTRL_ACTION_TOGGLE, NAME);
        break;
    case 'f':
        fill();
        board_put('f');
        break;
    case 'w':
        writes = !writes;
        board_put('w');
        break;
    }
}

void guest_main(void);

void guest_main(void)
{
    board_start();
    /* PANDA can lose an interrupt that comes while another one is delivered; no letter may be lost here. */
    out8(COM1_INTERRUPT_ENABLE, 0);
    for (;;) {
        board_put('.');
        if (writes) {
            write_pages();
        } else {
            spin();
        }
        if (in8(COM1_STATUS) & HAS_LETTER) {
            run((char)in8(COM1));
        }
    }
}
