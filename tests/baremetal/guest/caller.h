/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The hypercall from each state of the CPU that a board offers. */
#ifndef RECCTRL_BAREMETAL_CALLER_H
#define RECCTRL_BAREMETAL_CALLER_H

#include <stdint.h>

/* The three registers of a hypercall; returns the result register. */
typedef int32_t caller(uint32_t magic, int32_t second, const void *pointer);

/* From the state that the guest runs in. */
caller call_recctrl;

/* From the CPU's other one: Thumb code on ARM, a 32-bit program at EL0 on AArch64. The same one where there is none. */
caller call_recctrl_otherwise;

/* Returns instead how many of the four instructions behind the call were executed. */
caller counted_call;

#endif
