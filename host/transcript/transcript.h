/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The transcript of a recording: the one that is kept beside it, or a new one. */
#ifndef RECCTRL_HOST_TRANSCRIPT_TRANSCRIPT_H
#define RECCTRL_HOST_TRANSCRIPT_TRANSCRIPT_H

#include "channels.h"
#include "file.h"
#include "make.h"

struct transcript {
    FILE *file;
    long events; /* where they begin in the file */
    struct transcript_header header;
    struct channels channels;
    bool partial; /* the replay broke off */
};

/* Opens the one that is kept, if it is of this recording's log as it is now. */
bool transcript_open_kept(const struct recording *recording, struct transcript *transcript);

/*
 * The one that is kept, unless FRESH; else makes one by a replay, and keeps it as NAME-rr-transcript where the
 * directory can be written to and the replay came to its end. Shows how far it is on a terminal.
 */
bool transcript_open(const struct recording *recording, const struct replay_request *request, bool fresh,
                     replay_progress *progress, void *context, struct transcript *transcript,
                     struct error *error);

/* The next transcript_read() of its file gives the first event; that wants an event of all zero. */
void transcript_rewind(struct transcript *transcript);

void transcript_close(struct transcript *transcript);

#endif
