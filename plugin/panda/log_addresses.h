/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Corrects the engine's log on its way to the file. What a device has put into mapped guest memory is logged with its
 * offset in the RAM where a replay takes an address (address_space_unmap() in exec.c). The two are the same only where
 * the RAM begins at address 0.
 */
#ifndef RECCTRL_PANDA_LOG_ADDRESSES_H
#define RECCTRL_PANDA_LOG_ADDRESSES_H

#include <stdint.h>
#include <stdio.h>

/* The address of the guest's RAM at this offset. */
typedef uint64_t ram_address(uint64_t offset);

/*
 * A stream for one log, from its first byte, that writes to `log` and closes it when it is closed. NULL where there is
 * no memory.
 */
FILE *log_addresses_open(FILE *log, ram_address *address);

#endif
