/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef RECCTRL_PANDA_GUEST_MEMORY_H
#define RECCTRL_PANDA_GUEST_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Reads the guest's memory as its CPU (`cpu`, a CPUState) sees it now, whatever its privilege; false where a byte of it
 * is not mapped, or is no memory but a device's. vCPU's thread.
 */
bool guest_memory_read(void *cpu, uint64_t address, void *buffer, size_t length);

#endif
