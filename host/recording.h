/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One recording on disk, whoever made it: its files, and what can be said of it without replaying. */
#ifndef RECCTRL_HOST_RECORDING_H
#define RECCTRL_HOST_RECORDING_H

#include "common/error.h"
#include "manifest/manifest.h"

#include <stdbool.h>
#include <stdint.h>

/* The kinds of file that can belong to a recording, as bits. */
enum recording_file {
    FILE_SNAPSHOT = 1,         /* NAME-rr-snp */
    FILE_LOG = 2,              /* NAME-rr-nondet.log */
    FILE_MANIFEST = 4,         /* NAME-rr.json */
    FILE_RR2 = 8,              /* NAME.rr2: snapshot and log in one */
    FILE_PACKED_SNAPSHOT = 16, /* NAME-rr-snp.zst */
    FILE_PACKED_LOG = 32,      /* NAME-rr-nondet.log.zst */
    FILE_CLOCK = 64,           /* NAME-rr-clock: clock/clock.h */
    FILE_TRANSCRIPT = 128,     /* NAME-rr-transcript: host/transcript/file.h */
};

struct recording {
    char *directory; /* as the user said it: "." or a path */
    int dirfd;       /* open for reading */
    char *name;
    unsigned files; /* enum recording_file */
    uint64_t bytes; /* all files together, as they are on disk */
    struct manifest
        manifest; /* FILE_MANIFEST: the file's; else made from the other files. Its state and reason are
                     what was found now: a dead recorder's "recording" is "incomplete" here. */
};

/* Where recordings are if nobody says: $RECCTRL_DIR, or ".". */
const char *default_directory(void);

/* The suffix of a kind of file: "-rr-snp". */
const char *recording_suffix(enum recording_file file);

/* Splits FILE ("x-rr-snp") into the name's length and its kind; 0 if it belongs to no recording. */
enum recording_file recording_file_kind(const char *file, size_t *name_length);

/*
 * Opens the recording that ARGUMENT names: a name in DIRECTORY, a path (any of its files, or directory/NAME),
 * or "latest", the one that began last (in DIRECTORY, or "path/latest").
 */
bool recording_find(const char *directory, const char *argument, struct recording *recording,
                    struct error *error);

/* Opens NAME in the directory that DIRFD (which is duplicated) and DIRECTORY are. False if no file of it
 * exists. */
bool recording_open(int dirfd, const char *directory, const char *name, struct recording *recording,
                    struct error *error);

void recording_close(struct recording *recording);

/* Opens one of its files for reading. Returns the descriptor, or -1 with the error. */
int recording_open_file(const struct recording *recording, enum recording_file file, struct error *error);

/* The path of one of its files, allocated; NULL when memory is short. */
char *recording_path(const struct recording *recording, enum recording_file file);

/* Whether the recording can be replayed: the state is whole or repaired. */
bool recording_replayable(const struct recording *recording);

/* recording_replayable(), with the reason and what can be done about it where it is not. */
bool recording_require_replayable(const struct recording *recording, struct error *error);

#endif
