/* SPDX-License-Identifier: GPL-2.0-or-later */
/* When the instructions of a recording were executed, from the best that there is. */
#ifndef RECCTRL_HOST_TRANSCRIPT_TIMELINE_H
#define RECCTRL_HOST_TRANSCRIPT_TIMELINE_H

#include "clock/clock.h"
#include "file.h"
#include "host/recording.h"

struct timeline {
    struct clock clock; /* clock_us() it */
    enum time_source source;
};

/*
 * Takes the recording's clock, else what the guest read from its time-stamp counter in the stream open as SPOOL, scaled
 * to how long the recording took, else an even pace. False where memory is short, or the stream is none.
 */
bool timeline_open(const struct recording *recording, FILE *spool, struct timeline *timeline,
                   struct error *error);

void timeline_close(struct timeline *timeline);

#endif
