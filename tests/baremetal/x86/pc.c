/* SPDX-License-Identifier: GPL-2.0-or-later */
/* QEMU's PC: COM1, the PIT and the two 8259 interrupt controllers, in 32-bit protected mode. */
#include "guest/board.h"
#include "guest/caller.h"
#include "guest/keyboard.h"
#include "interrupts.h"
#include "ports.h"

enum { COM1_INTERRUPT_ENABLE = COM1 + 1, COM1_MODEM = COM1 + 4 };
enum { PIC1 = 0x20, PIC1_MASK = 0x21, PIC2 = 0xa0, PIC2_MASK = 0xa1, PIC_END = 0x20 };
enum { PIT_CHANNEL0 = 0x40, PIT_COMMAND = 0x43 };
enum { TIMER_LINE = 0, COM1_LINE = 4 };

#define PIT_DIVIDER (1193182 / 100) /* 100 ticks a second */

void timer_entry(void);
void com1_entry(void);
void timer_interrupt(void);
void com1_interrupt(void);

const struct hostile_range board_ranges[] = {
    {0, 1},          {0xa0000, 96},    {0x80000000, 4}, {0xfd000000, 16},
    {0xfec00000, 1}, {0xfed00000, 1},  {0xfee00000, 1}, {0xfffc0000, 64}, /* to the last page */
};
const uint32_t board_range_count = sizeof(board_ranges) / sizeof(*board_ranges);
unsigned char *const board_memory_end = (unsigned char *)0x01000000;

static volatile uint32_t ticks;

static void pic_start(uint16_t port, uint16_t mask, uint8_t vector, uint8_t cascade)
{
    out8(port, 0x11);
    out8(mask, vector);
    out8(mask, cascade);
    out8(mask, 1);
}

void board_start(void)
{
    interrupts_start();
    interrupts_set(VECTOR_PIC + TIMER_LINE, timer_entry, GATE_RING0);
    interrupts_set(VECTOR_PIC + COM1_LINE, com1_entry, GATE_RING0);
    pic_start(PIC1, PIC1_MASK, VECTOR_PIC, 1 << 2);
    pic_start(PIC2, PIC2_MASK, VECTOR_PIC + 8, 2);
    out8(PIC1_MASK, (uint8_t) ~(1 << TIMER_LINE | 1 << COM1_LINE));
    out8(PIC2_MASK, 0xff);

    out8(PIT_COMMAND, 0x34);
    out8(PIT_CHANNEL0, PIT_DIVIDER & 0xff);
    out8(PIT_CHANNEL0, PIT_DIVIDER >> 8);

    out8(COM1_MODEM, 0x0b); /* with the line that lets its interrupt through */
    out8(COM1_INTERRUPT_ENABLE, 1);
    __asm__ volatile("sti" ::: "memory");
}

void board_interrupts(bool on)
{
    if (on) {
        __asm__ volatile("sti" ::: "memory");
    } else {
        __asm__ volatile("cli" ::: "memory");
    }
}

/* What the controller answers with, unless told otherwise, is the register of requests. */
bool board_interrupt_waits(void)
{
    return (in8(PIC1) & (1 << TIMER_LINE | 1 << COM1_LINE)) != 0;
}

char board_wait(void)
{
    char character;

    for (;;) {
        __asm__ volatile("cli" ::: "memory");
        if (keyboard_pop(&character)) {
            __asm__ volatile("sti" ::: "memory");
            return character;
        }
        __asm__ volatile("sti; hlt" ::: "memory"); /* no interrupt comes between the two */
    }
}

uint32_t board_ticks(void)
{
    return ticks;
}

void timer_interrupt(void)
{
    ticks++;
    out8(PIC1, PIC_END);
}

void com1_interrupt(void)
{
    keyboard_push((char)in8(COM1));
    out8(PIC1, PIC_END);
}

int32_t call_recctrl_otherwise(uint32_t magic, int32_t second, const void *pointer)
{
    return call_recctrl(magic, second, pointer);
}
