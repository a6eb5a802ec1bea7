/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the commands that show transcripts have in common: which recording, how to replay it, which of its sessions. */
#ifndef RECCTRL_HOST_TRANSCRIPT_SOURCE_H
#define RECCTRL_HOST_TRANSCRIPT_SOURCE_H

#include "transcript.h"

struct source {
    const char *command; /* "recctrl cat" */
    const char *directory;
    struct replay_request request;
    bool fresh;
    uint32_t only; /* the number of a session; 0: all */

    struct recording recording; /* source_open() opens both */
    struct transcript transcript;
};

#define SOURCE_SESSION_RULE "--session takes a number from 1 on, as cast --list shows it, not \"%s\""

/* Takes the value of --session: false where it is no number from 1 on. */
bool source_only(struct source *source, const char *text);

/*
 * Opens the recording that ARGUMENT names and its transcript. Prints why it can't, what could not be read, and where
 * the times come from unless that is the clock.
 */
bool source_open(struct source *source, const char *argument);

void source_close(struct source *source);

/* Whether the session of this number, which exists, is one to be shown. */
bool source_wants(const struct source *source, uint32_t number);

/* What to call a session: "terminal pts/0, /bin/bash", safe to be printed; free() it. */
char *source_title(const struct source *source, uint32_t number);

#endif
