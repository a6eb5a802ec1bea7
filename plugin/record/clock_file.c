/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "clock_file.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define FLUSH_INTERVAL_US 1000000

static void flush(struct clock_file *file)
{
    for (size_t done = 0; done < file->used && file->failure == 0;) {
        ssize_t n = write(file->fd, file->bytes + done, file->used - done);
        if (n >= 0) {
            done += (size_t)n;
        } else if (errno != EINTR) {
            file->failure = errno;
        }
    }
    file->used = 0;
}

void clock_file_begin(struct clock_file *file, int fd, uint64_t began_unix_us)
{
    *file = (struct clock_file){.fd = fd, .used = CLOCK_HEADER_BYTES};
    clock_header(file->bytes, began_unix_us);
    clock_writer_init(&file->writer);
    flush(file);
}

void clock_file_add(struct clock_file *file, struct clock_point point)
{
    file->used += clock_writer_add(&file->writer, point, file->bytes + file->used);
    if (file->used + 2 * CLOCK_POINT_MAX > sizeof(file->bytes) || point.us - file->flushed_us >= FLUSH_INTERVAL_US) {
        flush(file);
        file->flushed_us = point.us;
    }
}

void clock_file_end(struct clock_file *file)
{
    file->used += clock_writer_end(&file->writer, file->bytes + file->used);
    flush(file);
}
