/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether one recording is what it says: its files, and what a replay of it comes to. */
#ifndef RECCTRL_HOST_CHECK_H
#define RECCTRL_HOST_CHECK_H

#include "recording.h"
#include "replay.h"
#include "replay_run.h"

/* What was found out about a recording that passed. */
struct check_result {
    uint64_t instructions;
    const char *plugin;     /* of ours, that the replay was run with; NULL: none */
    bool files_compared;    /* size and SHA-256, with the manifest */
    bool checksum_compared; /* RAM and registers at the end, with the manifest */
};

/*
 * Compares the files with the manifest, replays the recording to its end with the checksum plugin, and
 * compares instruction count, RAM and registers with the manifest, as far as that has them. False: the
 * recording is not what it says, or could not be checked.
 */
bool check_recording(const struct recording *recording, const struct replay_request *request,
                     replay_progress *progress, void *context, struct check_result *result,
                     struct error *error);

#endif
