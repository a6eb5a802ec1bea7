/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the operator is told of starts that failed: a guest can try as often as it likes. */
#ifndef RECCTRL_RECORD_REFUSALS_H
#define RECCTRL_RECORD_REFUSALS_H

#include <stdint.h>

#include "decide/rate.h"
#include "recctrl/abi.h"

/* Lines a minute and reason; so many come at once. */
#define REFUSALS_PER_MINUTE 6

/* By reason. */
struct refusals {
    struct refusal {
        struct rate rate;
        uint32_t left_out; /* since the last line */
    } reasons[-RECCTRL_ERROR_SESSIONS + 1];
};

void refusals_init(struct refusals *refusals);

/*
 * Prints why there is no recording, a few times a minute for each reason (RECCTRL_ERROR_*), with the number of those
 * that were left out since. `now_ms` is of a clock that never goes back.
 */
void refusals_tell(struct refusals *refusals, int32_t reason, const char *text, int64_t now_ms);

#endif
