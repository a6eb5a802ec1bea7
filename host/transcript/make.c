/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "make.h"

#include "host/temporary.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PLUGIN "recctrl_transcript"

/* Of what the plugin says: a guest can print without an end. */
#define SPOOL_MAX (UINT64_C(1) << 30)

struct spool {
    FILE *file;
    uint64_t bytes;
    replay_progress *progress;
    void *context;
};

static void spool_progress(void *context, double done)
{
    const struct spool *spool = context;
    spool->progress(spool->context, done);
}

static void spool_data(void *context, const void *bytes, size_t size)
{
    struct spool *spool = context;
    if (spool->bytes < SPOOL_MAX) {
        fwrite(bytes, 1, size, spool->file);
    }
    spool->bytes += size;
}

/* Replays with the plugin and keeps what it says. */
static bool run(struct arguments *command, struct spool *spool, struct replay_account *account,
                struct error *error)
{
    int ends[2];
    char plugin[64];

    if (pipe2(ends, O_CLOEXEC) != 0) {
        return error_fail(error, "can't make a pipe: %s", strerror(errno));
    }
    snprintf(plugin, sizeof plugin, PLUGIN ":fd=%d", ends[1]);
    arguments_add(command, "-panda");
    arguments_add(command, plugin);
    struct replay_listener listener = {
        .progress = spool_progress, .context = spool, .data_fd = ends[0], .data = spool_data};
    bool well = replay_run(command->list, ends[1], &listener, account, error);
    close(ends[0]);
    if (well && (fflush(spool->file) != 0 || ferror(spool->file))) {
        well = error_fail(error, "can't write a temporary file: %s", strerror(errno));
    }
    return well;
}

static bool can_read(const struct engine *engine, const char *target, struct error *error)
{
    struct error inner;
    return engine_has_plugin(engine, target, PLUGIN, &inner) ||
           error_fail(error, "transcripts can't be read from recordings of the target %s: %s", target,
                      inner.text);
}

static bool replay(const struct recording *recording, const struct replay_files *files,
                   const struct replay_request *request, struct spool *spool, struct replay_account *account,
                   struct error *error)
{
    const char *target = request->target ? request->target : recording->manifest.target, *plugin;
    struct arguments command = {0};
    struct engine engine;

    bool well = replay_command(recording, files, request, &engine, &command, &plugin, error) &&
                can_read(&engine, target, error);
    if (well) {
        engine_set_environment(&engine);
        well = run(&command, spool, account, error);
    }
    arguments_free(&command);
    return well;
}

bool transcript_make(const struct recording *recording, const struct replay_request *request, const char *log,
                     replay_progress *progress, void *context, FILE *out, bool *partial, struct error *error)
{
    struct replay_files files;
    struct replay_account account;
    struct error reason = {""};
    int fd = temporary_file(error);
    struct spool spool = {.file = fd >= 0 ? fdopen(fd, "w+") : NULL, .progress = progress, .context = context};

    if (!spool.file) {
        return fd < 0 ? false : error_fail(error, "memory is short");
    }
    bool well = replay_files_open(recording, &files, error);
    if (well) {
        well = replay(recording, &files, request, &spool, &account, error);
        replay_files_close(&files);
    }
    if (well) {
        *partial = !replay_completed(&account, &reason);
        if (!transcript_convert(recording, spool.file, log, *partial ? reason.text : NULL, out, error)) {
            well = *partial ? error_fail(error, "%s", reason.text) : false;
        }
    }
    fclose(spool.file);
    return well;
}
