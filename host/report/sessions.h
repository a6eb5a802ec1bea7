/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The part of recctrl report's page in which sessions are watched and searched. */
#ifndef RECCTRL_HOST_REPORT_SESSIONS_H
#define RECCTRL_HOST_REPORT_SESSIONS_H

#include "host/listing.h"

#include <stdio.h>

/* What all sessions together may take of the page; those behind are only named. */
#define REPORT_SESSIONS_MAX (64 << 20)

/*
 * Writes a section with each session of the recordings that have a transcript, and the script that plays them; nothing
 * where there is none. The recording with index I of the listing is found as #sI.
 */
void report_sessions_write(FILE *out, const struct listing *listing);

/* Whether the recording has a transcript that is of its log. */
bool report_has_sessions(const struct recording *recording);

/* Rules for style sheets of the page. */
extern const char report_sessions_style[];

#endif
