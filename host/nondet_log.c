/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "nondet_log.h"

#include <endian.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define KIND_END_OF_LOG 7

bool nondet_log_ended(int fd, uint64_t *instructions)
{
    struct stat status;
    unsigned char end[NONDET_LOG_END];
    uint64_t header, last;

    if (fstat(fd, &status) != 0 || status.st_size < NONDET_LOG_HEADER + NONDET_LOG_END ||
        pread(fd, &header, sizeof header, 0) != (ssize_t)sizeof header ||
        pread(fd, end, sizeof end, status.st_size - NONDET_LOG_END) != (ssize_t)sizeof end) {
        return false;
    }
    memcpy(&last, end, sizeof last);
    *instructions = le64toh(header);
    return header == last && end[8] == KIND_END_OF_LOG;
}
