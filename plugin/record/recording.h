/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One recording from its start until it is whole on disk. The guest waits only while recording_start() and
 * recording_end() run; the rest (the snapshot's end, fsync, hashes, the manifest) is done by a thread.
 */
#ifndef RECCTRL_RECORD_RECORDING_H
#define RECCTRL_RECORD_RECORDING_H

#include <stdbool.h>
#include <stdint.h>

#include "common/error.h"
#include "files.h"
#include "manifest/manifest.h"

struct recording;

struct recording_settings {
    bool plain_name;    /* NAME itself instead of NAME_000… */
    bool fork_snapshot; /* else the guest waits while the snapshot is written */
    bool checksum;      /* of memory and registers at the end, for the manifest */
};

/*
 * Starts a recording of the stopped machine. `contract` and `note` are for the manifest. Returns NULL with the
 * reason in *failure (RECCTRL_ERROR_*) and *error; then no file is left.
 */
struct recording *recording_start(const struct recording_settings *settings, struct recording_directory *directory,
                                  const char *name, const char *note, unsigned contract, int32_t *failure,
                                  struct error *error);

/* Notes that a session of this identity took part. */
void recording_add_session(struct recording *recording, const char *identity);

/* Main loop, as often as it comes by: notes how far the machine is now, for NAME-rr-clock. */
void recording_tick(struct recording *recording);

/*
 * Ends the recording of the stopped machine. Where the engine ended it already (the operator did), it only takes
 * note of that.
 */
void recording_end(struct recording *recording, enum manifest_end reason);

/* Valid as long as the recording. */
const char *recording_name(const struct recording *recording);

/* How long it runs, by a clock that never jumps back, and what its log takes so far. */
int64_t recording_elapsed_ms(const struct recording *recording);
uint64_t recording_log_bytes(const struct recording *recording);

/* Whether its snapshot is still being written. Any thread. */
bool recording_snapshot_pending(const struct recording *recording);

/* Whether, after recording_end(), nothing is left to do. The main loop is woken when this becomes so. */
bool recording_is_finished(const struct recording *recording);

/* Waits until it is finished, prints the one line that tells how it ended, and frees it. True: it is whole. */
bool recording_close(struct recording *recording);

#endif
