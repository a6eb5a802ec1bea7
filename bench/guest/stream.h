/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef RECCTRL_BENCH_GUEST_STREAM_H
#define RECCTRL_BENCH_GUEST_STREAM_H

#include <stdint.h>

/* Some ten microseconds: what a reader on the host can follow without trouble. */
void spin(void);

/*
 * The hypercall, with interrupts off. Behind it nothing writes to memory: its answer is sent, then dots, until a letter
 * comes (which is left to be read). So memory is as it was in front of the call, for whoever looks from outside.
 */
void call_and_leave_memory(uint32_t magic, int32_t action, const void *name);

#endif
