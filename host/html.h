/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The page of recctrl report. */
#ifndef RECCTRL_HOST_HTML_H
#define RECCTRL_HOST_HTML_H

#include "listing.h"

#include <stdio.h>

/*
 * Writes one HTML page about the recordings of DIRECTORY, as of NOW (Unix time in milliseconds). It needs
 * nothing but itself: no network, and no script but its own, which only plays sessions.
 */
void html_write(FILE *out, const char *directory, const struct listing *listing, int64_t now);

/* Text as HTML, made safe first as for a terminal. */
void html_text(FILE *out, const char *bytes);

#endif
