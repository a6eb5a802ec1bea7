/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Corrects the engine's log on its way to the file. What a device has put into mapped guest memory is logged with its
 * offset in a block of RAM where a replay takes an address (address_space_unmap() in exec.c). The two are the same only
 * where there is one block that begins at address 0.
 */
#ifndef RECCTRL_PANDA_LOG_ADDRESSES_H
#define RECCTRL_PANDA_LOG_ADDRESSES_H

#include <stdint.h>
#include <stdio.h>

struct log_addresses {
    /* What was mapped from this place of our memory on: its address in the guest; the log has this offset so far. */
    uint64_t (*mapped)(const void *host, uint64_t offset);
    /* A word of 4 bytes, logged by this address, is there in our memory. */
    void (*word)(const void *host, uint64_t address);
};

/*
 * A stream for one log, from its first byte, that writes to `log` and closes it when it is closed. The functions are
 * called while the engine writes the entry. NULL where there is no memory.
 */
FILE *log_addresses_open(FILE *log, const struct log_addresses *addresses);

#endif
