/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How often something may happen: a bucket that holds a minute's worth and fills up steadily. */
#ifndef RECCTRL_DECIDE_RATE_H
#define RECCTRL_DECIDE_RATE_H

#include <stdbool.h>
#include <stdint.h>

struct rate {
    uint32_t per_minute; /* 0: no limit */
    int64_t credit;      /* in milliseconds of a minute, times per_minute */
    int64_t last_ms;
};

/* Begins with a full bucket. */
void rate_init(struct rate *rate, uint32_t per_minute);

/* Takes one; false where none is left. `now_ms` is of a clock that never jumps back. */
bool rate_take(struct rate *rate, int64_t now_ms);

#endif
