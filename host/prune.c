/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "prune.h"

#include "packing.h"

#include <stdlib.h>
#include <string.h>

/* Whether a recording that stays is packed against recording I. */
static bool is_needed(const struct listing *listing, char *const *against, const bool *victims, size_t i)
{
    for (size_t j = 0; j < listing->count; j++) {
        if (!victims[j] && against[j] && strcmp(against[j], listing->recordings[i].name) == 0) {
            return true;
        }
    }
    return false;
}

static bool may_go(const struct listing *listing, char *const *against, const bool *victims, size_t i)
{
    return listing->recordings[i].manifest.state != MANIFEST_RECORDING &&
           !is_needed(listing, against, victims, i);
}

/* The oldest that may go, or the listing's length. */
static size_t oldest(const struct listing *listing, char *const *against, const bool *victims)
{
    size_t i = 0;
    while (i < listing->count && (victims[i] || !may_go(listing, against, victims, i))) {
        i++;
    }
    return i;
}

/* Marks the oldest until the rest fits. Once what needs it has gone, an older one may be next. */
static void mark_by_size(const struct listing *listing, char *const *against, int64_t max_bytes,
                         bool *victims)
{
    uint64_t total = 0;
    size_t next;

    for (size_t i = 0; i < listing->count; i++) {
        total += victims[i] ? 0 : listing->recordings[i].bytes;
    }
    while (total > (uint64_t)max_bytes && (next = oldest(listing, against, victims)) < listing->count) {
        victims[next] = true;
        total -= listing->recordings[next].bytes;
    }
}

/* Takes those back that must stay; that can make others stay that they need. */
static void take_back(const struct listing *listing, char *const *against, bool *victims)
{
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < listing->count; i++) {
            if (victims[i] && !may_go(listing, against, victims, i)) {
                victims[i] = false;
                more = true;
            }
        }
    }
}

void prune_choose(const struct listing *listing, const struct prune_limits *limits, int64_t now,
                  bool *victims)
{
    char **against = calloc(listing->count + 1, sizeof *against);

    memset(victims, 0, listing->count * sizeof *victims);
    if (!against) {
        return;
    }
    for (size_t i = 0; i < listing->count; i++) {
        const struct recording *recording = &listing->recordings[i];
        against[i] = packed_against(recording);
        victims[i] = (limits->max_age_ms >= 0 && now - recording->manifest.started_ms > limits->max_age_ms) ||
                     (limits->keep >= 0 && (int64_t)(listing->count - i) > limits->keep);
    }
    take_back(listing, against, victims);
    if (limits->max_bytes >= 0) {
        mark_by_size(listing, against, limits->max_bytes, victims);
    }
    for (size_t i = 0; i < listing->count; i++) {
        free(against[i]);
    }
    free(against);
}
