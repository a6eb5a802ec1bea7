/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes NAME-rr-clock while the recording goes on. The recording does not depend on it. */
#ifndef RECCTRL_RECORD_CLOCK_FILE_H
#define RECCTRL_RECORD_CLOCK_FILE_H

#include <stdint.h>

#include "clock/clock.h"

struct clock_file {
    int fd;
    int failure; /* errno of the first write that failed, or 0; nothing is written behind it */
    struct clock_writer writer;
    uint64_t flushed_us; /* when bytes were written last */
    uint8_t bytes[4096];
    size_t used;
};

/* Begins a clock in the empty file open as `fd`, which stays the caller's. */
void clock_file_begin(struct clock_file *file, int fd, uint64_t began_unix_us);

/* Takes a point; what was taken is in the file a second later. */
void clock_file_add(struct clock_file *file, struct clock_point point);

/* Writes what is left. */
void clock_file_end(struct clock_file *file);

#endif
