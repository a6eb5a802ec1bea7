/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All recordings of one directory. */
#ifndef RECCTRL_HOST_LISTING_H
#define RECCTRL_HOST_LISTING_H

#include "recording.h"

struct listing {
    struct recording *recordings; /* the one that began first is first; equal times: by name */
    size_t count;
};

bool listing_read(const char *directory, struct listing *listing, struct error *error);
void listing_free(struct listing *listing);

#endif
