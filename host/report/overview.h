/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The page of recctrl report: the timeline, what is broken, all recordings, and then their sessions. */
#ifndef RECCTRL_HOST_REPORT_OVERVIEW_H
#define RECCTRL_HOST_REPORT_OVERVIEW_H

#include "host/listing.h"

#include <stdio.h>

/*
 * Writes one HTML page about the recordings of DIRECTORY, as of NOW (Unix time in milliseconds). It needs
 * nothing but itself: no network, and no script but its own, which only plays sessions.
 */
void report_overview_write(FILE *out, const char *directory, const struct listing *listing, int64_t now);

#endif
