/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "recording.h"

#include "listing.h"
#include "manifest/lock.h"
#include "nondet_log.h"
#include "packed.h"
#include "packing.h"
#include "rr2.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Longer suffixes before those that they end with. */
static const struct {
    enum recording_file file;
    const char *suffix;
} suffixes[] = {
    {FILE_PACKED_SNAPSHOT, "-rr-snp.zst"},
    {FILE_PACKED_LOG, "-rr-nondet.log.zst"},
    {FILE_SNAPSHOT, "-rr-snp"},
    {FILE_LOG, "-rr-nondet.log"},
    {FILE_MANIFEST, MANIFEST_SUFFIX},
    {FILE_RR2, ".rr2"},
    {FILE_CLOCK, "-rr-clock"},
    {FILE_TRANSCRIPT, "-rr-transcript"},
};
#define SUFFIX_COUNT (sizeof suffixes / sizeof *suffixes)

const char *recording_suffix(enum recording_file file)
{
    for (size_t i = 0; i < SUFFIX_COUNT; i++) {
        if (suffixes[i].file == file) {
            return suffixes[i].suffix;
        }
    }
    return "";
}

enum recording_file recording_file_kind(const char *file, size_t *name_length)
{
    size_t length = strlen(file);
    for (size_t i = 0; i < SUFFIX_COUNT; i++) {
        size_t tail = strlen(suffixes[i].suffix);
        /* A leading dot: a temporary file, or one that nobody meant to list. */
        if (length > tail && file[0] != '.' && strcmp(file + length - tail, suffixes[i].suffix) == 0) {
            *name_length = length - tail;
            return suffixes[i].file;
        }
    }
    return 0;
}

static char *join(const char *a, const char *b, const char *c)
{
    char *joined;
    return asprintf(&joined, "%s%s%s", a, b, c) < 0 ? NULL : joined;
}

char *recording_path(const struct recording *recording, enum recording_file file)
{
    char *name = join(recording->name, recording_suffix(file), "");
    char *path = name ? join(recording->directory, "/", name) : NULL;
    free(name);
    return path;
}

int recording_open_file(const struct recording *recording, enum recording_file file, struct error *error)
{
    char *name = join(recording->name, recording_suffix(file), "");
    int fd = name ? openat(recording->dirfd, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK) : -1;
    if (fd < 0) {
        error_set(error, "can't open %s/%s: %s", recording->directory, name ? name : "?", strerror(errno));
    }
    free(name);
    return fd;
}

/* Notes which files are there, their sizes, and in *oldest_ms when the first of them was last changed. */
static void look_at_files(struct recording *recording, int64_t *oldest_ms)
{
    *oldest_ms = 0;
    for (size_t i = 0; i < SUFFIX_COUNT; i++) {
        char *name = join(recording->name, suffixes[i].suffix, "");
        struct stat status;
        if (name && fstatat(recording->dirfd, name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
            S_ISREG(status.st_mode)) {
            int64_t changed = (int64_t)status.st_mtim.tv_sec * 1000 + status.st_mtim.tv_nsec / 1000000;
            recording->files |= suffixes[i].file;
            recording->bytes += (uint64_t)status.st_size;
            if (*oldest_ms == 0 || changed < *oldest_ms) {
                *oldest_ms = changed;
            }
        }
        free(name);
    }
}

static void set_state(struct recording *recording, enum manifest_state state, const char *reason)
{
    struct manifest *manifest = &recording->manifest;
    manifest->state = state;
    if (reason) {
        free(manifest->reason);
        manifest->reason = strdup(reason);
    }
}

/* A log that no recorder ended, or that one is still writing. */
static void look_at_log(struct recording *recording)
{
    struct manifest *manifest = &recording->manifest;
    struct error ignored;
    uint64_t instructions;
    int fd = recording_open_file(recording, FILE_LOG, &ignored);

    if (fd < 0) {
        set_state(recording, MANIFEST_INCOMPLETE, "its log can't be opened");
        return;
    }
    bool says_recording = (recording->files & FILE_MANIFEST) && manifest->state == MANIFEST_RECORDING;
    if (recording_locked(fd)) {
        set_state(recording, MANIFEST_RECORDING, NULL);
    } else if (says_recording) {
        set_state(recording, MANIFEST_INCOMPLETE, "its recorder ended without ending it");
    } else if (nondet_log_ended(fd, &instructions)) {
        if (!manifest->instructions_known) {
            manifest->instructions = instructions;
            manifest->instructions_known = true;
        }
    } else if (!(recording->files & FILE_MANIFEST) || manifest->state != MANIFEST_INCOMPLETE) {
        set_state(recording, MANIFEST_INCOMPLETE, "its log has no end");
    }
    close(fd);
}

/* A packed recording is worth as much as what it was packed against. */
static void look_at_packed(struct recording *recording)
{
    char *against = packed_against(recording), *plain = against ? join(against, "-rr-snp", "") : NULL,
         *packed = against ? join(against, "-rr-snp.zst", "") : NULL;

    if (plain && packed && faccessat(recording->dirfd, plain, F_OK, AT_SYMLINK_NOFOLLOW) != 0 &&
        faccessat(recording->dirfd, packed, F_OK, AT_SYMLINK_NOFOLLOW) != 0) {
        char *reason = join("it is packed against ", against, ", which is missing");
        set_state(recording, MANIFEST_INCOMPLETE, reason);
        free(reason);
    }
    free(against);
    free(plain);
    free(packed);
}

/* A packed log without a manifest says itself how long it is. */
static void look_at_packed_log(struct recording *recording)
{
    struct packed_header header;
    struct error ignored;
    int fd = recording_open_file(recording, FILE_PACKED_LOG, &ignored);

    if (fd >= 0 && packed_read_header(fd, &header, &ignored)) {
        recording->manifest.instructions_known = header.instructions_known;
        recording->manifest.instructions = header.instructions;
        packed_header_free(&header);
    }
    if (fd >= 0) {
        close(fd);
    }
}

/* Without a manifest, an archive of PANDA says itself what machine it is of. */
static void look_at_rr2(struct recording *recording)
{
    struct manifest *manifest = &recording->manifest;
    struct arguments machine = {0};
    struct error error;
    int fd = recording_open_file(recording, FILE_RR2, &error);

    if (fd < 0 || !rr2_read_machine(fd, &manifest->target, &machine, &error)) {
        set_state(recording, MANIFEST_INCOMPLETE, error.text);
        arguments_free(&machine);
    } else {
        manifest->machine = machine.list;
        manifest->machine_count = machine.count;
    }
    if (fd >= 0) {
        close(fd);
    }
}

/* Makes the state true to the files that are there. */
static void judge(struct recording *recording)
{
    bool snapshot = recording->files & (FILE_SNAPSHOT | FILE_PACKED_SNAPSHOT | FILE_RR2);
    bool log = recording->files & (FILE_LOG | FILE_PACKED_LOG | FILE_RR2);

    if (recording->files & FILE_LOG) {
        look_at_log(recording);
    } else if ((recording->files & FILE_PACKED_LOG) && !recording->manifest.instructions_known) {
        look_at_packed_log(recording);
    }
    look_at_packed(recording);
    if (recording->manifest.state == MANIFEST_RECORDING && !(recording->files & FILE_LOG)) {
        set_state(recording, MANIFEST_INCOMPLETE, "its recorder ended without ending it");
    }
    if ((recording->files & (FILE_RR2 | FILE_MANIFEST)) == FILE_RR2) {
        look_at_rr2(recording);
    }
    if (!snapshot || !log) {
        set_state(recording, MANIFEST_INCOMPLETE,
                  snapshot ? "its log is missing"
                  : log    ? "its snapshot is missing"
                           : "snapshot and log are missing");
    }
}

bool recording_open(int dirfd, const char *directory, const char *name, struct recording *recording,
                    struct error *error)
{
    struct error inner;
    int64_t oldest_ms;

    memset(recording, 0, sizeof *recording);
    recording->dirfd = fcntl(dirfd, F_DUPFD_CLOEXEC, 3);
    recording->directory = strdup(directory);
    recording->name = strdup(name);
    if (recording->dirfd < 0 || !recording->directory || !recording->name) {
        error_set(error, "can't open %s/%s: %s", directory, name, strerror(errno));
        recording_close(recording);
        return false;
    }
    look_at_files(recording, &oldest_ms);
    if (!recording->files) {
        recording_close(recording);
        return error_fail(error, "there is no recording \"%s\" in %s", name, directory);
    }
    if (recording->files & FILE_MANIFEST && !manifest_read(dirfd, name, &recording->manifest, &inner)) {
        recording->manifest.state = MANIFEST_INCOMPLETE;
        recording->manifest.reason = strdup(inner.text);
    } else if (!(recording->files & FILE_MANIFEST)) {
        recording->manifest.state = MANIFEST_WHOLE;
    }
    if (!recording->manifest.started_ms) {
        recording->manifest.started_ms = oldest_ms;
    }
    judge(recording);
    return true;
}

void recording_close(struct recording *recording)
{
    manifest_free(&recording->manifest);
    free(recording->directory);
    free(recording->name);
    if (recording->dirfd > 0) {
        close(recording->dirfd);
    }
    memset(recording, 0, sizeof *recording);
}

bool recording_replayable(const struct recording *recording)
{
    return recording->manifest.state == MANIFEST_WHOLE || recording->manifest.state == MANIFEST_REPAIRED;
}

bool recording_require_replayable(const struct recording *recording, struct error *error)
{
    const struct manifest *manifest = &recording->manifest;
    bool mendable = manifest->state == MANIFEST_INCOMPLETE && (recording->files & FILE_SNAPSHOT) && (recording->files & FILE_LOG);

    return recording_replayable(recording) ||
           error_fail(error, "%s%s%s%s", manifest_state_word(manifest->state), manifest->reason ? ": " : "",
                      manifest->reason ? manifest->reason : "", mendable ? "; recctrl repair may mend it" : "");
}
