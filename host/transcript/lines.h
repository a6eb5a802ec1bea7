/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A session of a transcript as lines of text. */
#ifndef RECCTRL_HOST_TRANSCRIPT_LINES_H
#define RECCTRL_HOST_TRANSCRIPT_LINES_H

#include "plain.h"
#include "transcript.h"

enum lines_of { LINES_OF_OUTPUT, LINES_OF_INPUT };

/*
 * Gives each line of session NUMBER: of what was seen, or of what was typed. False where the transcript can't be
 * read, or memory is short.
 */
bool lines_read(struct transcript *transcript, uint32_t number, enum lines_of what, plain_line *line,
                void *context);

#endif
