/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A terminal of a transcript as asciicast v2 (docs.asciinema.org), and the bytes of any session as they were. */
#ifndef RECCTRL_HOST_TRANSCRIPT_CAST_H
#define RECCTRL_HOST_TRANSCRIPT_CAST_H

#include "transcript.h"

struct cast_files {
    FILE *cast;                   /* NULL: none, as without a terminal */
    FILE *output, *error, *input; /* NULL: not wanted */
};

/*
 * Writes channel NUMBER of the transcript. Typed input is in the cast if the file for it is there. TITLE is UTF-8.
 * Times are counted from where the channel was opened. False where the transcript can't be read; what could not be
 * written shows in ferror().
 */
bool cast_write(struct transcript *transcript, uint32_t number, const char *title,
                const struct cast_files *files);

#endif
