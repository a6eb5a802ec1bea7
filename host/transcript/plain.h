/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A terminal's output as lines of text: what was typed over or erased in a line is gone, colours are gone, a line that
 * the terminal wrapped is one again. What moves about the screen, as full-screen programs do, gives lines of its own.
 */
#ifndef RECCTRL_HOST_TRANSCRIPT_PLAIN_H
#define RECCTRL_HOST_TRANSCRIPT_PLAIN_H

#include "escape.h"

#include <stddef.h>

#define PLAIN_LINE_MAX 8192 /* characters; a longer line is divided */

/* A line: UTF-8 without control characters but tabs, and a NUL; and when its first character came. */
typedef void plain_line(void *context, const char *text, size_t size, uint64_t us);

struct plain {
    struct escape_parser parser;
    plain_line *line;
    void *context;
    uint64_t now_us, line_us;
    uint32_t cells[PLAIN_LINE_MAX];
    size_t used, cursor;
    size_t row;     /* where the screen's row begins that the cursor is in */
    size_t columns; /* of the screen; 0: it has no end */
};

/* COLUMNS 0: no terminal. */
void plain_begin(struct plain *plain, size_t columns, plain_line *line, void *context);
void plain_resize(struct plain *plain, size_t columns); /* of a terminal: from 1 on */
void plain_feed(struct plain *plain, const void *bytes, size_t size, uint64_t us);

/* Gives the last line, if there is one without an end. */
void plain_end(struct plain *plain);

#endif
