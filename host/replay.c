/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "replay.h"

#include "machine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* PANDA builds the paths of a replay's files in buffers of 1024 bytes, and cuts them without a word. */
#define PANDA_PATH_ROOM (1023 - (int)sizeof "-rr-nondet.log")

bool replay_files_open(const struct recording *recording, struct replay_files *files, struct error *error)
{
    char directory[PATH_MAX];

    memset(files, 0, sizeof *files);
    if (!(recording->files & FILE_SNAPSHOT) || !(recording->files & FILE_LOG)) {
        return error_fail(error, "%s is not kept as plain files", recording->name);
    }
    if (!realpath(recording->directory, directory) ||
        asprintf(&files->path, "%s/%s", directory, recording->name) < 0) {
        files->path = NULL;
        return error_fail(error, "can't find the path of %s", recording->name);
    }
    if (strlen(files->path) > PANDA_PATH_ROOM) {
        error_set(error, "%.160s…: PANDA can't open paths of more than %d bytes", files->path,
                  PANDA_PATH_ROOM);
        replay_files_close(files);
        return false;
    }
    return true;
}

void replay_files_close(struct replay_files *files)
{
    free(files->path);
    memset(files, 0, sizeof *files);
}

bool replay_command(const struct recording *recording, const struct replay_files *files,
                    const struct replay_request *request, struct engine *engine, struct arguments *command,
                    struct error *error)
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
    if (!engine_find(request->engine, engine, error)) {
        return false;
    }
    engine_arguments(engine, target, command);
    machine_for_replay(manifest->machine, manifest->machine_count, manifest->cwd, command);
    arguments_add(command, "-replay");
    arguments_add(command, files->path);
    for (char **extra = request->extra; extra && *extra; extra++) {
        arguments_add(command, *extra);
    }
    return true;
}
