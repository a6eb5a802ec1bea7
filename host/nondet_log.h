/* SPDX-License-Identifier: GPL-2.0-or-later */
/* NAME-rr-nondet.log, PANDA's log of what a replay can't compute: a header of 8 bytes, then entries. */
#ifndef RECCTRL_HOST_NONDET_LOG_H
#define RECCTRL_HOST_NONDET_LOG_H

#include "common/error.h"

#include <stdbool.h>
#include <stdint.h>

#define NONDET_LOG_HEADER 8 /* the number of instructions, written when the log is ended */
#define NONDET_LOG_END 10   /* size of the entry that ends a log */

/* Whether the log open as FD was ended properly, looking at its first and last bytes only; then how many
 * instructions. */
bool nondet_log_ended(int fd, uint64_t *instructions);

#endif
