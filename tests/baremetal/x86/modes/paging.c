/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "paging.h"

#include "x86/interrupts.h"
#include "modes.h"
#include "page_end.h"

enum { PRESENT = 1, WRITABLE = 2, USER = 4, LARGE = 0x80 };
enum { CR4_PSE = 1 << 4, CR4_SMEP = 1 << 20, CR4_SMAP = 1 << 21 };

#define CR0_PAGING 0x80000000u

static uint32_t directory[1024] __attribute__((aligned(PAGE_SIZE)));
static uint32_t table[1024] __attribute__((aligned(PAGE_SIZE)));

#define GET(reg)                                                                                                       \
    ({                                                                                                                 \
        uint32_t value_;                                                                                               \
        __asm__ volatile("mov %%" #reg ", %0" : "=r"(value_));                                                         \
        value_;                                                                                                        \
    })
#define SET(reg, value) __asm__ volatile("mov %0, %%" #reg : : "r"((uint32_t)(value)) : "memory")

void paging_on(void)
{
    directory[0] = LARGE | WRITABLE | PRESENT;
    directory[USER_ALIAS >> 22] = LARGE | USER | WRITABLE | PRESENT;
    directory[PAGE_END >> 22] = (uint32_t)table | WRITABLE | PRESENT;
    table[0] = (uint32_t)page_end_first | WRITABLE | PRESENT;
    SET(cr4, GET(cr4) | CR4_PSE);
    SET(cr3, directory);
    SET(cr0, GET(cr0) | CR0_PAGING);
}

void paging_off(void)
{
    SET(cr0, GET(cr0) & ~CR0_PAGING);
}

void paging_guard(int on)
{
    uint32_t guards = CR4_SMEP | CR4_SMAP;

    SET(cr4, on ? GET(cr4) | guards : GET(cr4) & ~guards);
}

uint32_t page_end_faults;

int page_end_fault(uint32_t instruction)
{
    uint32_t address = GET(cr2);

    if (address != PAGE_END + PAGE_SIZE || instruction != address) {
        return 0;
    }
    page_end_faults++;
    table[1] = (uint32_t)page_end_second | WRITABLE | PRESENT;
    return 1;
}

void page_end_forget(void)
{
    table[1] = 0;
    __asm__ volatile("invlpg %0" : : "m"(*(char *)(PAGE_END + PAGE_SIZE)) : "memory");
}
