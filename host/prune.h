/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which recordings of a directory are to go, so that it does not grow for ever. */
#ifndef RECCTRL_HOST_PRUNE_H
#define RECCTRL_HOST_PRUNE_H

#include "listing.h"

#include <stdbool.h>
#include <stdint.h>

/* A recording goes if any of these says so; negative: no such limit. */
struct prune_limits {
    int64_t max_age_ms;
    int64_t keep;      /* only as many, the newest */
    int64_t max_bytes; /* of all recordings together: the oldest go first */
};

/*
 * Sets victims[i] for each recording of the listing that is to go, NOW being Unix time in milliseconds. Never
 * one that is being recorded, nor one that another is packed against that stays.
 */
void prune_choose(const struct listing *listing, const struct prune_limits *limits, int64_t now,
                  bool *victims);

#endif
