/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The hypercall in the last bytes of a page whose successor is absent: between paging.c and page_end.S. */
#ifndef RECCTRL_BAREMETAL_PAGE_END_H
#define RECCTRL_BAREMETAL_PAGE_END_H

#include <stdint.h>

/* The code of the two pages. */
extern char page_end_first[], page_end_second[];

/* The page fault handler for VECTOR_PAGE_FAULT. */
void page_end_handler(void);

/* From the handler: makes the second page present if it was missed where it should be; 0 where it was not. */
int page_end_fault(uint32_t instruction);

/* Makes the second page absent. */
void page_end_forget(void);

#endif
