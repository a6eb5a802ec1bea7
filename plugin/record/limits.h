/* SPDX-License-Identifier: GPL-2.0-or-later */
/* When a recording has to end, whatever the guest says. */
#ifndef RECCTRL_RECORD_LIMITS_H
#define RECCTRL_RECORD_LIMITS_H

#include <stdbool.h>
#include <stdint.h>

#include "manifest/manifest.h"

/* Zero: no limit. */
struct limits {
    uint32_t seconds;    /* from start to end */
    uint64_t log_bytes;  /* of a recording's log */
    uint64_t free_bytes; /* that must stay free where recordings are written */
};

/* Whether the file system of the open directory has less free than the limit says. */
bool limits_disk_is_short(const struct limits *limits, int directory_fd);

/*
 * Why a recording that runs for `elapsed_ms` and has written `log_bytes` has to end now: MANIFEST_END_TIMEOUT or
 * MANIFEST_END_LIMIT, or MANIFEST_END_UNKNOWN while it need not.
 */
enum manifest_end limits_reached(const struct limits *limits, int directory_fd, int64_t elapsed_ms,
                                 uint64_t log_bytes);

#endif
