/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "log.h"

#include <errno.h>
#include <unistd.h>

static ssize_t log_write(void *cookie, const char *data, size_t size)
{
    struct log_stream *log = cookie;
    size_t done = 0;

    while (done < size && atomic_load(&log->failure) == 0) {
        ssize_t n = write(log->fd, data + done, size - done);
        if (n >= 0) {
            done += (size_t)n;
        } else if (errno != EINTR) {
            atomic_store(&log->failure, errno);
        }
    }
    atomic_fetch_add(&log->bytes, done);
    return (ssize_t)size;
}

static int log_seek(void *cookie, off64_t *offset, int whence)
{
    struct log_stream *log = cookie;
    off64_t position = lseek64(log->fd, *offset, whence);

    if (position < 0) {
        return -1;
    }
    *offset = position;
    return 0;
}

FILE *log_stream_open(struct log_stream *log, int fd)
{
    log->fd = fd;
    atomic_store(&log->failure, 0);
    atomic_store(&log->bytes, 0);
    return fopencookie(log, "w", (cookie_io_functions_t){.write = log_write, .seek = log_seek});
}
