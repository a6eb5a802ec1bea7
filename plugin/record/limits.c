/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "limits.h"

#include <sys/statvfs.h>

bool limits_disk_is_short(const struct limits *limits, int directory_fd)
{
    struct statvfs disk;

    return limits->free_bytes != 0 && fstatvfs(directory_fd, &disk) == 0 &&
           (uint64_t)disk.f_bavail * disk.f_frsize < limits->free_bytes;
}

enum manifest_end limits_reached(const struct limits *limits, int directory_fd, int64_t elapsed_ms,
                                 uint64_t log_bytes)
{
    if (limits->seconds != 0 && elapsed_ms >= (int64_t)limits->seconds * 1000) {
        return MANIFEST_END_TIMEOUT;
    }
    if ((limits->log_bytes != 0 && log_bytes >= limits->log_bytes) || limits_disk_is_short(limits, directory_fd)) {
        return MANIFEST_END_LIMIT;
    }
    return MANIFEST_END_UNKNOWN;
}
