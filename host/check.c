/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "check.h"

#include "digest.h"
#include "nondet_log.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool check_file(const char *path, const char *suffix, const struct manifest_file *expected,
                       struct error *error)
{
    char name[PATH_MAX], sha256[DIGEST_HEX_SIZE];
    uint64_t bytes;

    if (!expected->known) {
        return true;
    }
    snprintf(name, sizeof name, "%s%s", path, suffix);
    int fd = open(name, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return error_fail(error, "can't open %s: %s", name, strerror(errno));
    }
    bool read = digest_file(fd, &bytes, sha256);
    int reason = errno;
    close(fd);
    if (!read) {
        return error_fail(error, "can't read %s: %s", name, strerror(reason));
    }
    if (bytes != expected->bytes) {
        return error_fail(error, "the file …%s has %" PRIu64 " bytes, not the recorded %" PRIu64, suffix,
                          bytes, expected->bytes);
    }
    if (*expected->sha256 && strcmp(sha256, expected->sha256) != 0) {
        return error_fail(error, "the file …%s has changed since it was recorded: its SHA-256 is another",
                          suffix);
    }
    return true;
}

/* How many instructions there are, by the manifest, else by the log. */
static bool expected_instructions(const struct manifest *manifest, const char *path, uint64_t *instructions,
                                  struct error *error)
{
    char name[PATH_MAX];

    *instructions = manifest->instructions;
    if (manifest->instructions_known) {
        return true;
    }
    snprintf(name, sizeof name, "%s%s", path, recording_suffix(FILE_LOG));
    int fd = open(name, O_RDONLY | O_CLOEXEC);
    bool ended = fd >= 0 && nondet_log_ended(fd, instructions);
    if (fd >= 0) {
        close(fd);
    }
    return ended || error_fail(error, "its log has no end");
}

static bool compare(const struct manifest *manifest, const struct replay_account *account, uint64_t instructions,
                    struct error *error)
{
    if (!account->summed) {
        return error_fail(error, "the replay completed, but the checksum plugin said nothing");
    }
    if (instructions != account->instructions) {
        return error_fail(error,
                          "the replay ended after %" PRIu64 " instructions, the recording after %" PRIu64,
                          account->instructions, instructions);
    }
    if (*manifest->ram_checksum && strcmp(manifest->ram_checksum, account->ram) != 0) {
        return error_fail(error, "RAM at the end differs: checksum %s in the replay, %s when it was recorded",
                          account->ram, manifest->ram_checksum);
    }
    if (*manifest->register_checksum && strcmp(manifest->register_checksum, account->registers) != 0) {
        return error_fail(error,
                          "registers at the end differ: checksum %s in the replay, %s when it was recorded",
                          account->registers, manifest->register_checksum);
    }
    return true;
}

static bool check_files(const struct recording *recording, const struct replay_files *files,
                        const struct replay_request *request, replay_progress *progress, void *context,
                        struct check_result *result, struct error *error)
{
    const struct manifest *manifest = &recording->manifest;
    struct arguments command = {0};
    struct replay_account account = {0};
    struct replay_listener listener = {.progress = progress, .context = context, .data_fd = -1};
    struct engine engine;
    uint64_t instructions;

    if (!check_file(files->path, recording_suffix(FILE_SNAPSHOT), &manifest->snapshot, error) ||
        !check_file(files->path, recording_suffix(FILE_LOG), &manifest->log, error) ||
        !expected_instructions(manifest, files->path, &instructions, error)) {
        return false;
    }
    bool passed = replay_command(recording, files, request, &engine, &command, &result->plugin, error);
    if (passed) {
        const char *target = request->target ? request->target : manifest->target;
        arguments_add(&command, "-panda");
        arguments_add(&command, "recctrl_checksum");
        engine_set_environment(&engine);
        passed = engine_has_plugin(&engine, target, "recctrl_checksum", error) &&
                 replay_run(command.list, -1, &listener, &account, error) &&
                 replay_completed(&account, error) && compare(manifest, &account, instructions, error);
    }
    arguments_free(&command);
    result->instructions = account.instructions;
    result->files_compared = *manifest->snapshot.sha256 && *manifest->log.sha256;
    result->checksum_compared = *manifest->ram_checksum && *manifest->register_checksum;
    return passed;
}

bool check_recording(const struct recording *recording, const struct replay_request *request,
                     replay_progress *progress, void *context, struct check_result *result,
                     struct error *error)
{
    struct replay_files files;

    if (!recording_require_replayable(recording, error)) {
        return false;
    }
    bool passed = replay_files_open(recording, &files, error) &&
                  check_files(recording, &files, request, progress, context, result, error);
    replay_files_close(&files);
    return passed;
}
