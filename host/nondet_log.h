/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * NAME-rr-nondet.log, PANDA's log of what a replay can't compute. Eight bytes with the number of
 * instructions, written when the log is ended; then entries, each of ten bytes (instruction, 64 bits; kind;
 * call site) and what its kind adds, in the host's memory layout of a 64-bit little-endian machine.
 * Instructions never decrease. The last entry of a log that was ended is an RR_END_OF_LOG.
 */
#ifndef RECCTRL_HOST_NONDET_LOG_H
#define RECCTRL_HOST_NONDET_LOG_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

#define NONDET_LOG_HEADER 8 /* bytes */
#define NONDET_LOG_END 10   /* bytes of the entry that ends a log */

/* Whether the log open as FD was ended, judged by its first and last bytes only; then how many instructions.
 */
bool nondet_log_ended(int fd, uint64_t *instructions);

/*
 * What there is to know of a log after all of it was read. An instruction can have several entries, and a
 * replay needs all of them: of a log that was cut, the last instruction counts only if it is sure that it has
 * all.
 */
struct nondet_log_summary {
    uint64_t entries;      /* without the end */
    uint64_t instructions; /* of the last entry that counts, or of the end */
    uint64_t whole_bytes;  /* header and entries, without the end */
    bool ended;            /* by its end, with nothing behind it */
};

/* Reads the log from its beginning. False with errno if it can't be read. */
bool nondet_log_read(FILE *log, struct nondet_log_summary *summary);

/* Ends a log that holds whole entries up to its end: appends the last entry, fills in the header. False with
 * errno. */
bool nondet_log_end(int fd, uint64_t instructions);

#endif
