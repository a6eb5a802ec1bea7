/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rate.h"

#define MINUTE_MS 60000

void rate_init(struct rate *rate, uint32_t per_minute)
{
    *rate = (struct rate){.per_minute = per_minute, .credit = (int64_t)per_minute * MINUTE_MS};
}

bool rate_take(struct rate *rate, int64_t now_ms)
{
    int64_t full = (int64_t)rate->per_minute * MINUTE_MS;
    int64_t elapsed = now_ms - rate->last_ms;

    if (rate->per_minute == 0) {
        return true;
    }
    rate->last_ms = now_ms;
    rate->credit = elapsed >= MINUTE_MS ? full : rate->credit + elapsed * rate->per_minute;
    if (rate->credit > full) {
        rate->credit = full;
    }
    if (rate->credit < MINUTE_MS) {
        return false;
    }
    rate->credit -= MINUTE_MS;
    return true;
}
