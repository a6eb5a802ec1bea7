/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The stream that the engine writes a recording's log of non-deterministic events to.
 *
 * The engine aborts the whole machine when a write to its log fails (a full disk). This stream takes every byte and
 * remembers the failure instead: what is on disk stays intact up to there and the recording can be ended.
 */
#ifndef RECCTRL_RECORD_LOG_H
#define RECCTRL_RECORD_LOG_H

#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>

struct log_stream {
    int fd;
    atomic_int failure;     /* errno of the first write that failed, or 0 */
    atomic_uint_fast64_t bytes; /* written so far */
};

/*
 * A stdio stream that writes to `fd` through *log, which must outlive it. Closing the stream leaves `fd` open. NULL
 * with errno set where there is no memory.
 */
FILE *log_stream_open(struct log_stream *log, int fd);

#endif
