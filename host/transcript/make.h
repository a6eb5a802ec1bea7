/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Makes the transcript of a recording, by a replay with panda_recctrl_transcript. */
#ifndef RECCTRL_HOST_TRANSCRIPT_MAKE_H
#define RECCTRL_HOST_TRANSCRIPT_MAKE_H

#include "file.h"
#include "host/recording.h"
#include "host/replay.h"
#include "host/replay_run.h"

/*
 * Replays the recording and writes its transcript, that of the log whose SHA-256 is LOG, to OUT. Sets *partial where
 * the replay broke off: then the transcript says so, and ends there. False where there is none.
 */
bool transcript_make(const struct recording *recording, const struct replay_request *request, const char *log,
                     replay_progress *progress, void *context, FILE *out, bool *partial, struct error *error);

/*
 * The second half of it: writes what the plugin said, which is open as SPOOL. A replay that broke off gives the
 * reason as PROBLEM, else NULL.
 */
bool transcript_convert(const struct recording *recording, FILE *spool, const char *log, const char *problem,
                        FILE *out, struct error *error);

#endif
