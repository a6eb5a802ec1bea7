/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The guest's addresses of memory that devices write to, from the engine's own list of what is mapped. A machine may
 * have its RAM in several pieces and several blocks.
 */
#ifndef RECCTRL_PANDA_MAPPED_MEMORY_H
#define RECCTRL_PANDA_MAPPED_MEMORY_H

#include <stdbool.h>
#include <stdint.h>

/* Of memory that is mapped from `host` on: the address that it was mapped by. False: none is. */
bool mapped_memory_address(const void *host, uint64_t *address);

/*
 * Whether a word of guest memory that was logged by this address is there. True also for what is no guest memory: the
 * address then is of where it goes.
 */
bool mapped_memory_is_at(const void *host, uint64_t address);

#endif
