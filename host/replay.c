/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "replay.h"

#include "machine.h"
#include "packing.h"
#include "rr2.h"
#include "temporary.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* PANDA builds the paths of a replay's files in buffers of 1024 bytes, and cuts them without a word. */
#define PANDA_PATH_ROOM (1023 - (int)sizeof "-rr-nondet.log")

/* Exists for those targets that need it. */
#define REPLAY_PLUGIN "recctrl_replay"

static bool expand_to(const struct recording *recording, enum recording_file file, const char *path,
                      struct error *error)
{
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) {
        return error_fail(error, "can't create %s: %s", path, strerror(errno));
    }
    bool well = recording_expand(recording, file, fd, error);
    close(fd);
    return well;
}

static bool extract_rr2(const struct recording *recording, const char *snapshot, const char *log,
                        struct error *error)
{
    int archive = recording_open_file(recording, FILE_RR2, error);
    if (archive < 0) {
        return false;
    }
    int out[2] = {open(snapshot, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600),
                  open(log, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
    bool well = out[0] >= 0 && out[1] >= 0;
    if (!well) {
        error_set(error, "can't create %s: %s", snapshot, strerror(errno));
    } else if (!rr2_extract(archive, out[0], out[1], error)) {
        error_prefix(error, "%s.rr2", recording->name);
        well = false;
    }
    for (int i = 0; i < 2; i++) {
        if (out[i] >= 0) {
            close(out[i]);
        }
    }
    close(archive);
    return well;
}

static bool open_packed(const struct recording *recording, struct replay_files *files, struct error *error)
{
    if (!temporary_directory(error)) {
        return false;
    }
    files->temporary = true;
    const char *snapshot = temporary_path("replay-rr-snp"), *log = temporary_path("replay-rr-nondet.log");
    files->path = strndup(snapshot, strlen(snapshot) - strlen("-rr-snp"));
    if (recording->files & FILE_RR2) {
        return extract_rr2(recording, snapshot, log, error);
    }
    return expand_to(recording, FILE_SNAPSHOT, snapshot, error) && expand_to(recording, FILE_LOG, log, error);
}

static bool open_plain(const struct recording *recording, struct replay_files *files, struct error *error)
{
    char directory[PATH_MAX];
    if (!realpath(recording->directory, directory) ||
        asprintf(&files->path, "%s/%s", directory, recording->name) < 0) {
        files->path = NULL;
        return error_fail(error, "can't find the path of %s", recording->name);
    }
    return true;
}

bool replay_files_open(const struct recording *recording, struct replay_files *files, struct error *error)
{
    unsigned plain = FILE_SNAPSHOT | FILE_LOG;
    memset(files, 0, sizeof *files);
    bool well = (recording->files & plain) == plain ? open_plain(recording, files, error)
                                                    : open_packed(recording, files, error);
    if (well && strlen(files->path) > PANDA_PATH_ROOM) {
        well = error_fail(error, "%.160s…: PANDA can't open paths of more than %d bytes", files->path,
                          PANDA_PATH_ROOM);
    }
    if (!well) {
        replay_files_close(files);
    }
    return well;
}

void replay_files_close(struct replay_files *files)
{
    if (files->temporary) {
        temporary_remove();
    }
    free(files->path);
    memset(files, 0, sizeof *files);
}

static bool choose_plugin(const struct recording *recording, const struct engine *engine, const char *target,
                          const char **plugin, struct error *error)
{
    const char *format = recording->manifest.log_format;
    struct error ignored;

    *plugin = NULL;
    if (!format) {
        return true;
    }
    if (strcmp(format, MANIFEST_LOG_REGISTER_WRITES) != 0) {
        return error_fail(error, "%s has a log of the format \"%.100s\", which this recctrl does not know",
                          recording->name, format);
    }
    if (engine_has_plugin(engine, target, REPLAY_PLUGIN, &ignored)) {
        *plugin = REPLAY_PLUGIN;
    }
    return true;
}

bool replay_command(const struct recording *recording, const struct replay_files *files,
                    const struct replay_request *request, struct engine *engine, struct arguments *command,
                    const char **plugin, struct error *error)
{
    const struct manifest *manifest = &recording->manifest;
    const char *target = request->target ? request->target : manifest->target;

    if (!target) {
        return error_fail(
            error,
            "%s has no manifest that names its target; say --target, and the machine's arguments "
            "behind --",
            recording->name);
    }
    if (!engine_find(request->engine, engine, error) ||
        !choose_plugin(recording, engine, target, plugin, error)) {
        return false;
    }
    engine_arguments(engine, target, command);
    machine_for_replay(manifest->machine, manifest->machine_count, manifest->cwd, command);
    arguments_add(command, "-replay");
    arguments_add(command, files->path);
    if (*plugin) {
        arguments_add(command, "-panda");
        arguments_add(command, *plugin);
    }
    for (char **extra = request->extra; extra && *extra; extra++) {
        arguments_add(command, *extra);
    }
    return true;
}
