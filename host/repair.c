/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "repair.h"

#include "digest.h"
#include "draft.h"
#include "manifest/lock.h"
#include "nondet_log.h"
#include "packing.h"
#include "snapshot.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The snapshot must be what the manifest says; where that says nothing yet, it must have its end. */
static bool check_snapshot(const struct recording *recording, struct manifest_file *facts,
                           struct error *error)
{
    const struct manifest_file *expected = &recording->manifest.snapshot;
    int fd = recording_open_file(recording, FILE_SNAPSHOT, error);
    if (fd < 0) {
        return false;
    }
    bool complete = expected->known || snapshot_complete(fd);
    bool read = digest_file(fd, &facts->bytes, facts->sha256);
    int reason = errno;
    close(fd);
    facts->known = true;
    if (!read) {
        return error_fail(error, "can't read its snapshot: %s", strerror(reason));
    }
    if (!complete) {
        return error_fail(error,
                          "its snapshot was not written to the end, so there is nothing to replay from");
    }
    if (*expected->sha256 && strcmp(expected->sha256, facts->sha256) != 0) {
        return error_fail(error, "its snapshot has changed since it was recorded: its SHA-256 is another");
    }
    return true;
}

static bool copy_start(int from, int to, uint64_t bytes)
{
    char buffer[1 << 16];
    for (uint64_t done = 0; done < bytes;) {
        size_t wanted = bytes - done < sizeof buffer ? (size_t)(bytes - done) : sizeof buffer;
        ssize_t got = pread(from, buffer, wanted, (off_t)done);
        if (got <= 0 || write(to, buffer, (size_t)got) != got) {
            return false;
        }
        done += (uint64_t)got;
    }
    return true;
}

/* LOG is open for reading, and may not have its name yet; ORIGINAL has the times that it is to have. */
static bool write_manifest(const struct recording *recording, const struct manifest_file *snapshot, int log,
                           int original, bool cut, uint64_t instructions, struct error *error)
{
    struct manifest manifest = recording->manifest;
    struct stat status;
    manifest.name = recording->name;
    manifest.state = cut ? MANIFEST_REPAIRED : MANIFEST_WHOLE;
    manifest.reason = NULL;
    manifest.instructions_known = true;
    manifest.instructions = instructions;
    manifest.snapshot = *snapshot;
    if (!manifest.ended_ms && fstat(original, &status) == 0) {
        manifest.ended_ms = (int64_t)status.st_mtim.tv_sec * 1000 + status.st_mtim.tv_nsec / 1000000;
    }
    if (cut) {
        manifest.ram_checksum[0] = manifest.register_checksum[0] = '\0';
    }
    manifest.log.known = digest_file(log, &manifest.log.bytes, manifest.log.sha256);
    return manifest_write(recording->dirfd, recording->name, &manifest, error);
}

/*
 * Replaces the log by its whole entries and an end. The manifest goes first: broken off between the two, the
 * recording has a log without an end, which can be repaired again. The other way round it would pass for whole.
 */
static bool cut_log(const struct recording *recording, const struct manifest_file *snapshot, int log,
                    const struct nondet_log_summary *summary, struct error *error)
{
    char name[NAME_MAX + 1];
    struct draft draft;

    snprintf(name, sizeof name, "%s%s", recording->name, recording_suffix(FILE_LOG));
    if (!draft_open(&draft, recording->dirfd, name, error)) {
        return false;
    }
    if (!copy_start(log, draft.fd, summary->whole_bytes) ||
        !nondet_log_end(draft.fd, summary->instructions)) {
        error_set(error, "can't write its log: %s", strerror(errno));
        draft_discard(&draft);
        return false;
    }
    if (!write_manifest(recording, snapshot, draft.fd, log, true, summary->instructions, error)) {
        draft_discard(&draft);
        return false;
    }
    return draft_keep(&draft, name, log, error);
}

static enum repair_outcome repair_log(const struct recording *recording, FILE *log,
                                      struct repair_result *result, struct error *error)
{
    struct nondet_log_summary summary;
    struct manifest_file snapshot = {0};
    struct stat status;

    if (recording_locked(fileno(log))) {
        error_set(error, "it is being recorded");
        return REPAIR_FAILED;
    }
    if (!check_snapshot(recording, &snapshot, error)) {
        return REPAIR_FAILED;
    }
    if (!nondet_log_read(log, &summary) || fstat(fileno(log), &status) != 0) {
        error_set(error, "can't read its log: %s", strerror(errno));
        return REPAIR_FAILED;
    }
    if (!summary.ended && summary.entries == 0) {
        error_set(error, "its log is too short, so there is nothing to replay");
        return REPAIR_FAILED;
    }
    result->instructions = summary.instructions;
    result->lost_bytes = summary.ended ? 0 : (uint64_t)status.st_size - summary.whole_bytes;
    if (!summary.ended) {
        return cut_log(recording, &snapshot, fileno(log), &summary, error) ? REPAIR_CUT : REPAIR_FAILED;
    }
    return write_manifest(recording, &snapshot, fileno(log), fileno(log), false, summary.instructions, error)
               ? REPAIR_WHOLE
               : REPAIR_FAILED;
}

static enum repair_outcome repair_locked(const struct recording *recording, struct repair_result *result,
                                         struct error *error)
{
    if (recording_replayable(recording)) {
        result->state = recording->manifest.state;
        return REPAIR_NOT_NEEDED;
    }
    if (!(recording->files & FILE_SNAPSHOT) || !(recording->files & FILE_LOG)) {
        error_set(error, "%s",
                  recording->manifest.reason ? recording->manifest.reason : "a file of it is missing");
        return REPAIR_FAILED;
    }
    int fd = recording_open_file(recording, FILE_LOG, error);
    FILE *log = fd >= 0 ? fdopen(fd, "r") : NULL;
    enum repair_outcome outcome = log ? repair_log(recording, log, result, error) : REPAIR_FAILED;
    if (log) {
        fclose(log);
    }
    return outcome;
}

enum repair_outcome repair_recording(const struct recording *recording, struct repair_result *result,
                                     struct error *error)
{
    struct recording now;

    memset(result, 0, sizeof *result);
    int lock = packing_lock_recording(recording, &now, error);
    if (lock < 0) {
        return REPAIR_FAILED;
    }
    enum repair_outcome outcome = repair_locked(&now, result, error);
    recording_close(&now);
    close(lock);
    return outcome;
}
