/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How a recording is replayed: the command line, and the plain files that PANDA wants. */
#ifndef RECCTRL_HOST_REPLAY_H
#define RECCTRL_HOST_REPLAY_H

#include "arguments.h"
#include "engine.h"
#include "recording.h"

/* What the user may say about a replay; NULL: take it from the recording. */
struct replay_request {
    const char *engine; /* --engine */
    const char *target; /* --target */
    char **extra;       /* more PANDA arguments, NULL-terminated; may be NULL */
};

/* The files of a recording as PANDA reads them. */
struct replay_files {
    char *path;     /* for -replay */
    bool temporary; /* they were made for this replay */
};

/*
 * The whole command line for a replay of FILES. A recording without a manifest needs the machine's arguments
 * among request->extra. Sets *engine too, and *plugin to the name of our plugin that is loaded because
 * PANDA alone would not get through this recording at full speed; NULL: none.
 */
bool replay_command(const struct recording *recording, const struct replay_files *files,
                    const struct replay_request *request, struct engine *engine, struct arguments *command,
                    const char **plugin, struct error *error);

/* Makes plain files of the recording, in a temporary directory ($TMPDIR, or /var/tmp) if they are packed. */
bool replay_files_open(const struct recording *recording, struct replay_files *files, struct error *error);

/* Removes what replay_files_open() made. */
void replay_files_close(struct replay_files *files);

#endif
