/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a terminal showed at each moment, as data for the page's player. */
#ifndef RECCTRL_HOST_REPORT_SCREEN_H
#define RECCTRL_HOST_REPORT_SCREEN_H

#include "host/transcript/transcript.h"

/* Bytes of data for one session, about: what is longer is cut. */
#define SCREEN_DATA_MAX (2 << 20)

/*
 * Writes a JSON object about terminal NUMBER that is safe inside a script element: "columns", of the widest screen;
 * "length" and "first", when the session ends and when something is first seen, in milliseconds since it was opened;
 * "styles", "rows" and "frames" as player.js takes them. Sets *cut where it ends early. False where the transcript
 * can't be read, or memory is short.
 */
bool screen_write(FILE *out, struct transcript *transcript, uint32_t number, bool *cut);

#endif
