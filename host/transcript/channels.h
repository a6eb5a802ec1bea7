/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The sessions of a transcript: terminals, and what sshd ran without one. */
#ifndef RECCTRL_HOST_TRANSCRIPT_CHANNELS_H
#define RECCTRL_HOST_TRANSCRIPT_CHANNELS_H

#include "file.h"

#define CHANNELS_MAX 1000
#define COLUMNS_MAX 1000 /* what a terminal may claim to have; more is cut */
#define ROWS_MAX 1000

enum channel_word { WORD_TERMINAL, WORD_PROGRAM, WORD_COMMAND, WORD_UID, WORD_SERVER, WORD_BEGUN, WORD_COUNT };

struct channel {
    enum transcript_kind kind;
    char *words[WORD_COUNT]; /* as TRANSCRIPT_INFO's keys, or NULL; a guest's */
    uint64_t opened_us, last_us; /* since the recording began */
    uint64_t output, error, input; /* bytes */
    unsigned columns, rows;        /* when the output began; what most terminals have, if the guest did not say */
};

struct channels {
    struct channel *list; /* number 1 first */
    size_t count;
    char **problems;
    size_t problem_count;
};

/* Reads all events that are left. False: the transcript is broken, or memory is short. */
bool channels_read(FILE *in, struct channels *channels);

void channels_free(struct channels *channels);

/* "terminal", "pipes", "serial" */
const char *channel_kind_word(enum transcript_kind kind);

bool channel_is_terminal(const struct channel *channel);

/* The size that a TRANSCRIPT_RESIZE tells, cut to what makes sense. False: it tells none, as a client without one. */
bool event_size(const struct event *event, unsigned *columns, unsigned *rows);

#endif
