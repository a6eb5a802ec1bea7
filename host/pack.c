/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "packing.h"

#include "draft.h"
#include "packed.h"
#include "proof.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * A snapshot packed against another of the same boot takes well below 1 % of its size. If it takes more than
 * this part the two have little in common, and the recording is better packed alone, to serve as the root of
 * later ones.
 */
#define POOR_PART 10

static bool prove(int fd, const struct view *reference, int content_fd, const struct view *content,
                  struct error *error)
{
    struct packed_header header;

    if (!packed_read_header(fd, &header, error)) {
        return false;
    }
    bool well = packed_prove(fd, &header, reference, content_fd, content, error);
    packed_header_free(&header);
    return well;
}

enum outcome { PACKED, POOR, FAILED };

/* What is done to one file. */
struct job {
    const struct recording *recording;
    enum recording_file from, to;
    const char *sha256; /* of the manifest; empty: not known */
    const struct view *reference;
    bool may_be_poor; /* then POOR is an outcome, and leaves all as it was */
    int level;
    struct packed_header header;
};

static enum outcome write_draft(struct job *job, int fd, const struct view *content, struct draft *draft,
                                struct error *error)
{
    struct stat status;

    if (!packed_write(draft->fd, content, job->reference, job->level, &job->header, error)) {
        return FAILED;
    }
    if (*job->sha256 && strcmp(job->header.sha256, job->sha256) != 0) {
        error_set(error, "it has changed since it was recorded: its SHA-256 is another");
        return FAILED;
    }
    if (job->may_be_poor && fstat(draft->fd, &status) == 0 &&
        (uint64_t)status.st_size > job->header.bytes / POOR_PART) {
        return POOR;
    }
    return prove(draft->fd, job->reference, fd, content, error) ? PACKED : FAILED;
}

/* Packs the file open as FD, and removes it when the packed one is safe. */
static enum outcome replace(struct job *job, int fd, struct error *error)
{
    int dirfd = job->recording->dirfd;
    char from[NAME_MAX + 1], to[NAME_MAX + 1];
    struct view content;
    struct draft draft;

    snprintf(from, sizeof from, "%s%s", job->recording->name, recording_suffix(job->from));
    snprintf(to, sizeof to, "%s%s", job->recording->name, recording_suffix(job->to));
    if (!draft_open(&draft, dirfd, to, error)) {
        return FAILED;
    }
    if (!view_open(fd, &content)) {
        error_set(error, "can't read it: %s", strerror(errno));
        draft_discard(&draft);
        return FAILED;
    }
    enum outcome outcome = write_draft(job, fd, &content, &draft, error);
    view_close(&content);
    if (outcome != PACKED) {
        draft_discard(&draft);
        return outcome;
    }
    if (!draft_keep(&draft, to, fd, error)) {
        return FAILED;
    }
    if (unlinkat(dirfd, from, 0) != 0) {
        error_set(error, "it is packed, but can't be deleted: %s", strerror(errno));
        return FAILED;
    }
    return PACKED;
}

static enum outcome run(struct job *job, struct error *error)
{
    int fd = recording_open_file(job->recording, job->from, error);
    enum outcome outcome = fd >= 0 ? replace(job, fd, error) : FAILED;
    if (fd >= 0) {
        close(fd);
    }
    if (outcome == FAILED) {
        error_prefix(error, "%s%s", job->recording->name, recording_suffix(job->from));
    }
    return outcome;
}

static bool pack_snapshot(const struct recording *recording, const char *against,
                          const struct pack_request *request, struct error *error)
{
    struct job job = {
        .recording = recording,
        .from = FILE_SNAPSHOT,
        .to = FILE_PACKED_SNAPSHOT,
        .sha256 = recording->manifest.snapshot.sha256,
        .level = request->level,
    };
    struct view reference;

    if (against) {
        if (!reference_open(recording, against, &reference, error)) {
            return false;
        }
        job.reference = &reference;
        job.may_be_poor = !request->against;
        job.header.against = (char *)against;
        enum outcome outcome = run(&job, error);
        view_close(&reference);
        if (outcome != POOR) {
            return outcome == PACKED;
        }
        job.reference = NULL;
        job.may_be_poor = false;
        job.header.against = NULL;
    }
    return run(&job, error) == PACKED;
}

static bool pack_log(const struct recording *recording, const struct pack_request *request,
                     struct error *error)
{
    struct job job = {
        .recording = recording,
        .from = FILE_LOG,
        .to = FILE_PACKED_LOG,
        .sha256 = recording->manifest.log.sha256,
        .level = request->level,
        .header.instructions_known = recording->manifest.instructions_known,
        .header.instructions = recording->manifest.instructions,
    };
    return run(&job, error) == PACKED;
}

/* Packs what is not packed yet. */
static bool pack_both(const struct recording *recording, const struct pack_request *request,
                      struct error *error)
{
    bool well = true;
    if (recording->files & FILE_SNAPSHOT) {
        char *dependent = packed_dependent(recording->dirfd, recording->name);
        if (dependent && request->against) {
            error_set(error, "%s is packed against %s, which therefore can be packed alone only", dependent,
                      recording->name);
            free(dependent);
            return false;
        }
        char *against = dependent || request->alone ? NULL
                        : request->against          ? strdup(request->against)
                                                    : reference_choose(recording);
        well = pack_snapshot(recording, against, request, error);
        free(dependent);
        free(against);
    }
    return well && (!(recording->files & FILE_LOG) || pack_log(recording, request, error));
}

static bool pack_locked(const struct recording *recording, const struct pack_request *request,
                        struct error *error)
{
    if (recording->files & FILE_RR2) {
        return error_fail(error, "%s.rr2 is an archive of PANDA, compressed already", recording->name);
    }
    if (!recording_replayable(recording)) {
        return error_fail(error, "%s is %s; only whole recordings are packed", recording->name,
                          manifest_state_word(recording->manifest.state));
    }
    if (request->against && strcmp(request->against, recording->name) == 0) {
        return error_fail(error, "%s can't be packed against itself", recording->name);
    }
    return pack_both(recording, request, error);
}

bool pack_recording(const struct recording *recording, const struct pack_request *request,
                    struct error *error)
{
    struct recording now;
    int lock = packing_lock_recording(recording, &now, error);
    if (lock < 0) {
        return false;
    }
    bool well = pack_locked(&now, request, error);
    recording_close(&now);
    close(lock);
    return well;
}
