/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Lets a guest's output through to a terminal as far as it draws: characters, colours, the cursor, erasing, scrolling.
 * What is let through is written anew from what was understood, so that nothing else can be in it. What would answer,
 * set a title, touch the clipboard, report the mouse or change how the terminal reads stays behind.
 */
#ifndef RECCTRL_HOST_TRANSCRIPT_FILTER_H
#define RECCTRL_HOST_TRANSCRIPT_FILTER_H

#include "escape.h"

#include <stdio.h>

struct filter {
    struct escape_parser parser;
    FILE *out;
};

void filter_begin(struct filter *filter, FILE *out);
void filter_feed(struct filter *filter, const void *bytes, size_t size);

/* Puts the terminal back into the state that it has between two commands, whatever was let through. */
void filter_end(struct filter *filter);

#endif
