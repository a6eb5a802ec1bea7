/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef RECCTRL_HOST_REPAIR_H
#define RECCTRL_HOST_REPAIR_H

#include "recording.h"

enum repair_outcome {
    REPAIR_FAILED,
    REPAIR_NOT_NEEDED, /* it is whole, or was repaired before */
    REPAIR_WHOLE,      /* nothing was missing but the manifest's word; it has that now */
    REPAIR_CUT,        /* the log was cut behind the last instruction that has all its entries */
};

struct repair_result {
    enum manifest_state state; /* where no repair was needed */
    uint64_t instructions; /* that can be replayed now */
    uint64_t lost_bytes;   /* of the log, behind the entries that were kept */
};

/*
 * Makes an incomplete recording one that replays as far as its log goes, if its snapshot is whole. The log is
 * replaced in one step, and the manifest before it: broken off at any moment, it can be repaired again.
 */
enum repair_outcome repair_recording(const struct recording *recording, struct repair_result *result,
                                     struct error *error);

#endif
