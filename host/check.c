/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "check.h"

#include "child.h"
#include "digest.h"
#include "nondet_log.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* What a replay said on its way. */
struct account {
    bool completed;
    bool summed;
    char ram[9], registers[9];
    uint64_t instructions;
    double done;
    char complaint[200]; /* the first line that sounds like one; else the last that is not about progress */
    bool complained;
};

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

static bool is_complaint(const char *line)
{
    static const char *const words[] = {"rror",    "ssert",     "mismatch", "ailed",
                                        "No such", "not found", "ould not"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strstr(line, words[i])) {
            return true;
        }
    }
    return false;
}

static void take_line(struct account *account, const char *line, check_progress *progress, void *context)
{
    const char *percent = strstr(line, "%) instrs.");
    const char *open = percent ? strrchr(line, '(') : NULL;

    if (open) {
        account->done = strtod(open + 1, NULL) / 100;
        progress(context, account->done);
    } else if (strcmp(line, "Replay completed successfully") == 0) {
        account->completed = true;
    } else if (sscanf(line,
                      "recctrl-checksum: replay ram=%8[0-9a-f] registers=%8[0-9a-f] instructions=%" SCNu64,
                      account->ram, account->registers, &account->instructions) == 3) {
        account->summed = true;
    } else if (*line && !account->complained) {
        snprintf(account->complaint, sizeof account->complaint, "%s", line);
        account->complained = is_complaint(line);
    }
}

/* Runs the replay and listens to it. False if it could not be run. */
static bool listen(char *const *command, struct account *account, check_progress *progress, void *context,
                   int *status, struct error *error)
{
    int ends[2];
    char *line = NULL;
    size_t room = 0;

    if (pipe2(ends, O_CLOEXEC) != 0) {
        return error_fail(error, "can't make a pipe: %s", strerror(errno));
    }
    pid_t pid = child_start(command, ends[1]);
    close(ends[1]);
    FILE *output = fdopen(ends[0], "r");
    while (pid > 0 && output && getline(&line, &room, output) >= 0) {
        line[strcspn(line, "\r\n")] = '\0';
        take_line(account, line, progress, context);
    }
    free(line);
    if (output) {
        fclose(output);
    }
    if (pid < 0) {
        return error_fail(error, "can't start a process: %s", strerror(errno));
    }
    *status = child_wait(pid);
    return true;
}

static bool judge_ending(const struct account *account, int status, struct error *error)
{
    if (WIFSIGNALED(status)) {
        return error_fail(error, "the replay broke off at %.0f %% (signal %d, %s): %s", account->done * 100,
                          WTERMSIG(status), strsignal(WTERMSIG(status)), account->complaint);
    }
    if (WEXITSTATUS(status) != 0 || !account->completed) {
        return error_fail(error, "the replay did not complete (exit status %d, at %.0f %%): %s",
                          WEXITSTATUS(status), account->done * 100, account->complaint);
    }
    if (!account->summed) {
        return error_fail(error, "the replay completed, but the checksum plugin said nothing");
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

static bool compare(const struct manifest *manifest, const struct account *account, uint64_t instructions,
                    struct error *error)
{
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
                        const struct replay_request *request, check_progress *progress, void *context,
                        struct check_result *result, struct error *error)
{
    const struct manifest *manifest = &recording->manifest;
    struct arguments command = {0};
    struct account account = {0};
    struct engine engine;
    uint64_t instructions;
    int status = 0;

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
                 listen(command.list, &account, progress, context, &status, error) &&
                 judge_ending(&account, status, error) && compare(manifest, &account, instructions, error);
    }
    arguments_free(&command);
    result->instructions = account.instructions;
    result->files_compared = *manifest->snapshot.sha256 && *manifest->log.sha256;
    result->checksum_compared = *manifest->ram_checksum && *manifest->register_checksum;
    return passed;
}

bool check_recording(const struct recording *recording, const struct replay_request *request,
                     check_progress *progress, void *context, struct check_result *result,
                     struct error *error)
{
    struct replay_files files;

    if (!recording_replayable(recording)) {
        return error_fail(error, "%s%s%s", manifest_state_word(recording->manifest.state),
                          recording->manifest.reason ? ": " : "",
                          recording->manifest.reason ? recording->manifest.reason : "");
    }
    bool passed = replay_files_open(recording, &files, error) &&
                  check_files(recording, &files, request, progress, context, result, error);
    replay_files_close(&files);
    return passed;
}
