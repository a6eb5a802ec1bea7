/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sees to it that all that devices write to the guest's memory in a recording is in the log, with the address that a
 * replay needs. By itself the engine misses what they write while the machine is being stopped or started (requests
 * that are completed then, packets that had to wait) and what virtio devices write to their rings (virtio.h), and it logs
 * wrong addresses (log_addresses.h).
 */
#ifndef RECCTRL_PANDA_DEVICE_WRITES_H
#define RECCTRL_PANDA_DEVICE_WRITES_H

#include <stdio.h>

/* Before the machine is made. */
void device_writes_prepare(void);
void device_writes_release(void); /* the plugin goes */

/* The stream that the engine is to write a log to. NULL: no memory. */
FILE *device_writes_log(FILE *log);

/* Main loop, machine stopped: a recording has begun. */
void device_writes_begin(void);

/* Main loop: one of its rounds is over. */
void device_writes_round(void);

/*
 * Main loop, outside its rounds, with the vCPU not running yet or no more: brings into the log what is not yet in it.
 * In a round the engine does that at the end.
 */
void device_writes_flush(void);

/* Main loop: the recording has ended. NULL, or what is missing in its log. */
const char *device_writes_end(void);

#endif
