/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "transcript.h"

#include "host/digest.h"
#include "host/packed.h"
#include "host/packing.h"
#include "host/temporary.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* SHA-256 of the log, as the manifest says it, else as it is; of PANDA's archive where that holds the log. */
static bool log_digest(const struct recording *recording, char hex[DIGEST_HEX_SIZE], struct error *error)
{
    enum recording_file file = recording->files & FILE_LOG          ? FILE_LOG
                               : recording->files & FILE_PACKED_LOG ? FILE_PACKED_LOG
                                                                    : FILE_RR2;
    struct packed_header header;
    uint64_t bytes;

    if (*recording->manifest.log.sha256) {
        snprintf(hex, DIGEST_HEX_SIZE, "%s", recording->manifest.log.sha256);
        return true;
    }
    int fd = recording_open_file(recording, file, error);
    if (fd < 0) {
        return false;
    }
    bool well;
    if (file == FILE_PACKED_LOG) {
        well = packed_read_header(fd, &header, error);
        if (well) {
            snprintf(hex, DIGEST_HEX_SIZE, "%s", header.sha256);
            packed_header_free(&header);
        }
    } else {
        well = digest_file(fd, &bytes, hex) || error_fail(error, "can't read its log: %s", strerror(errno));
    }
    close(fd);
    return well;
}

/* Reads the file, which the transcript takes over. False: it is none, or of another log; then it is closed. */
static bool take_file(FILE *file, const char *log, struct transcript *transcript)
{
    *transcript = (struct transcript){.file = file};
    if (transcript_read_header(file, &transcript->header) && strcmp(transcript->header.log, log) == 0 &&
        (transcript->events = ftell(file)) > 0 && channels_read(file, &transcript->channels)) {
        return true;
    }
    fclose(file);
    transcript->file = NULL;
    return false;
}

static bool open_kept(const struct recording *recording, const char *log, struct transcript *transcript)
{
    struct error ignored;
    int fd = recording->files & FILE_TRANSCRIPT ? recording_open_file(recording, FILE_TRANSCRIPT, &ignored)
                                                : -1;
    FILE *file = fd >= 0 ? fdopen(fd, "r") : NULL;

    if (fd >= 0 && !file) {
        close(fd);
    }
    return file && take_file(file, log, transcript);
}

bool transcript_open_kept(const struct recording *recording, struct transcript *transcript)
{
    char log[DIGEST_HEX_SIZE];
    struct error ignored;

    *transcript = (struct transcript){.file = NULL};
    return (recording->files & FILE_TRANSCRIPT) && log_digest(recording, log, &ignored) &&
           open_kept(recording, log, transcript);
}

/* Gives the file, which has no name, its name, unless the recording was deleted meanwhile. */
static void keep(const struct recording *recording, int fd)
{
    struct recording now;
    struct error ignored;
    char from[64], name[NAME_MAX + 1];
    int lock = packing_lock(recording->dirfd, &ignored);

    if (lock < 0) {
        return;
    }
    if (recording_open(recording->dirfd, recording->directory, recording->name, &now, &ignored)) {
        if (recording_replayable(&now)) {
            snprintf(name, sizeof name, "%s%s", recording->name, recording_suffix(FILE_TRANSCRIPT));
            snprintf(from, sizeof from, "/proc/self/fd/%d", fd);
            unlinkat(recording->dirfd, name, 0);
            /* Where it can't be kept, the next command replays again. */
            (void)!linkat(AT_FDCWD, from, recording->dirfd, name, AT_SYMLINK_FOLLOW);
        }
        recording_close(&now);
    }
    close(lock);
}

static bool make(const struct recording *recording, const struct replay_request *request, const char *log,
                 replay_progress *progress, void *context, struct transcript *transcript, struct error *error)
{
    bool partial = false, kept = true;
    int fd = openat(recording->dirfd, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

    if (fd < 0) {
        kept = false;
        fd = temporary_file(error);
    }
    FILE *file = fd >= 0 ? fdopen(fd, "w+") : NULL;
    if (!file) {
        return fd < 0 ? false : error_fail(error, "memory is short");
    }
    if (!transcript_make(recording, request, log, progress, context, file, &partial, error)) {
        fclose(file);
        return false;
    }
    if (kept && !partial) {
        keep(recording, fd);
    }
    rewind(file);
    if (!take_file(file, log, transcript)) {
        return error_fail(error, "its transcript makes no sense");
    }
    transcript->partial = partial;
    return true;
}

bool transcript_open(const struct recording *recording, const struct replay_request *request, bool fresh,
                     replay_progress *progress, void *context, struct transcript *transcript,
                     struct error *error)
{
    char log[DIGEST_HEX_SIZE];

    if (!recording_require_replayable(recording, error) || !log_digest(recording, log, error)) {
        return false;
    }
    return (!fresh && open_kept(recording, log, transcript)) ||
           make(recording, request, log, progress, context, transcript, error);
}

void transcript_rewind(struct transcript *transcript)
{
    fseek(transcript->file, transcript->events, SEEK_SET);
}

void transcript_close(struct transcript *transcript)
{
    if (transcript->file) {
        fclose(transcript->file);
    }
    channels_free(&transcript->channels);
    transcript->file = NULL;
}
