/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The 32-bit page tables of the paged modes. */
#ifndef RECCTRL_BAREMETAL_PAGING_H
#define RECCTRL_BAREMETAL_PAGING_H

/* Added to the address of anything in the guest: the same memory as seen by ring 3 (ring 0 has it at its address). */
#define USER_ALIAS 0x400000

/* Two pages, of which the second is absent until it is touched. */
#define PAGE_END 0x40000000
#define PAGE_SIZE 0x1000

#ifndef __ASSEMBLER__

/* Switches paging on, and off again. */
void paging_on(void);
void paging_off(void);

/* With paging on: whether ring 0 may neither touch nor execute user pages. */
void paging_guard(int on);

#endif

#endif
