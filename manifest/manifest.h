/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef RECCTRL_MANIFEST_H
#define RECCTRL_MANIFEST_H

#include "common/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * NAME-rr.json, the manifest of one recording, format 1: what it is, how it ended, and all that a replay
 * needs. The file is JSON. Strings may hold any bytes (bytes.h says how JSON keeps those that are no UTF-8).
 */

#define MANIFEST_FORMAT 1
#define MANIFEST_SUFFIX "-rr.json"

/* A log format: what the guest read from registers that change by themselves is in it, as writes (docs/arm.md). */
#define MANIFEST_LOG_REGISTER_WRITES "register-writes"

/* Limits that manifest_write() and manifest_read() both enforce. */
#define MANIFEST_MAX_FILE (1 << 20)      /* bytes of the whole file */
#define MANIFEST_MAX_STRING (128 * 1024) /* bytes of one string */
#define MANIFEST_MAX_LIST 4096           /* machine arguments, session ids */

enum manifest_state {
    MANIFEST_RECORDING,  /* begun; what a recorder that died leaves behind */
    MANIFEST_WHOLE,      /* snapshot and log are complete and on disk */
    MANIFEST_INCOMPLETE, /* `reason` says what is missing */
    MANIFEST_REPAIRED,   /* the log was cut behind the last instruction that it has in whole */
};

enum manifest_end {
    MANIFEST_END_UNKNOWN, /* not ended, or nobody knows; not written */
    MANIFEST_END_GUEST,
    MANIFEST_END_TIMEOUT,
    MANIFEST_END_LIMIT,
    MANIFEST_END_RESET,
    MANIFEST_END_SHUTDOWN,
    MANIFEST_END_OPERATOR,
};

/* A file of the recording as it was when it became whole. */
struct manifest_file {
    bool known;
    uint64_t bytes;
    char sha256[65]; /* 64 lower-case hex digits, or empty: not known */
};

/*
 * All members may be zero or NULL ("not known", left out of the file) but name. A zeroed struct with a name
 * is a valid manifest in the state "recording". manifest_write() owns nothing; manifest_read() allocates
 * every pointer.
 */
struct manifest {
    char *name;
    enum manifest_state state;
    int64_t started_ms, ended_ms; /* Unix time in milliseconds, up to the year 9999; 0: not known */
    enum manifest_end end_reason;
    char *reason; /* why it is incomplete */
    bool instructions_known;
    uint64_t instructions; /* guest instructions that the log covers, below 2^63 */
    char *target;          /* as in panda-system-TARGET: x86_64, i386, arm, aarch64 … */
    char *engine;          /* PANDA's generation */
    char *log_format;      /* what the log holds beside PANDA's own entries: MANIFEST_LOG_*; NULL: nothing */
    char **machine;        /* PANDA's arguments without argv[0] and without the plugin's own */
    size_t machine_count;
    char *cwd; /* directory that relative paths in `machine` start from */
    struct manifest_file snapshot, log;
    char ram_checksum[9], register_checksum[9]; /* where it ended: 8 lower-case hex digits, or empty */
    char **sessions;                            /* ids of all sessions that took part, in order */
    size_t session_count;
    char *note; /* the guest's */
    char *plugin_version;
    unsigned contract; /* 1 or 2: how the guest asked; 0: it did not */
};

/* The words of the file for a state and a reason; end_reason: NULL for MANIFEST_END_UNKNOWN. */
const char *manifest_state_word(enum manifest_state state);
const char *manifest_end_word(enum manifest_end end);

/*
 * Writes NAME-rr.json into the directory DIRFD: first whole and fsynced under a temporary name (mode 0600),
 * then renamed over whatever manifest was there, then the directory is fsynced. On failure the manifest that
 * was there is still there, unless only that last fsync failed. `name` is the file's name; manifest->name is
 * what the file says. DIRFD must be open for reading (O_PATH is not enough for fsync).
 */
bool manifest_write(int dirfd, const char *name, const struct manifest *manifest, struct error *error);

/*
 * Reads NAME-rr.json of the directory DIRFD (no symbolic link). Unknown members are ignored; members of the
 * wrong type, out of range or out of the limits above are errors. On failure *manifest is zeroed. errno is
 * ENOENT if, and only if, there is no such file. After success, manifest_free() it.
 */
bool manifest_read(int dirfd, const char *name, struct manifest *manifest, struct error *error);

/* Frees what manifest_read() allocated, and zeroes it. */
void manifest_free(struct manifest *manifest);

#endif
