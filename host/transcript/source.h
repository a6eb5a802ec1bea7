/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the commands that show transcripts have in common: which recording, how to replay it, which of its sessions. */
#ifndef RECCTRL_HOST_TRANSCRIPT_SOURCE_H
#define RECCTRL_HOST_TRANSCRIPT_SOURCE_H

#include "host/options.h"
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

/* The last options in the table of such a command; --session's help says what it means there. */
#define SOURCE_OPTIONS(session_help) {"session", 's', "N", session_help}, SOURCE_REPLAY_OPTIONS
#define SOURCE_REPLAY_OPTIONS                                                                                          \
    {"fresh", 0, NULL, "replay again, even if a transcript is kept"},                                                  \
        {"dir", 'd', "DIRECTORY", "where the recordings are (default: $RECCTRL_DIR, or .)"},                           \
        {"engine", 'e', "DIRECTORY", "a PANDA: build tree, install prefix or unpacked wheel"},                         \
        {"target", 't', "TARGET", "of a recording whose manifest does not say"}

/*
 * Takes what options_next() gave and is no option of the command's own, with its value in optarg. `fresh`: where
 * --fresh is in the command's table. Returns -1, or the exit status to leave with at once.
 */
int source_option(struct source *source, const struct usage *usage, int fresh, int option);

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
