/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "temporary.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const int endings[] = {SIGINT, SIGTERM, SIGHUP};
#define ENDINGS (sizeof endings / sizeof *endings)
#define MAX_FILES 2

/* The signal handler reads these: empty, or a whole path. */
static char directory[PATH_MAX], files[MAX_FILES][PATH_MAX];

static const char *base(void)
{
    const char *given = getenv("TMPDIR");
    return given && *given == '/' ? given : "/var/tmp";
}

int temporary_file(struct error *error)
{
    int fd = open(base(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd < 0) {
        error_set(error, "can't make a temporary file in %s: %s", base(), strerror(errno));
    }
    return fd;
}

static void remove_all(void)
{
    for (int i = 0; i < MAX_FILES; i++) {
        if (files[i][0]) {
            unlink(files[i]);
        }
    }
    if (directory[0]) {
        rmdir(directory);
    }
}

static void on_ending(int signal_number)
{
    remove_all();
    signal(signal_number, SIG_DFL);
    raise(signal_number);
}

bool temporary_directory(struct error *error)
{
    char path[PATH_MAX];
    int length = snprintf(path, sizeof path, "%s/recctrl-XXXXXX", base());

    /* Room for the names of the files. */
    if (length < 0 || length >= PATH_MAX - NAME_MAX - 1 || !mkdtemp(path)) {
        return error_fail(error, "can't make a temporary directory in %s: %s", base(), strerror(errno));
    }
    memcpy(directory, path, sizeof path);
    for (size_t i = 0; i < ENDINGS; i++) {
        signal(endings[i], on_ending);
    }
    return true;
}

const char *temporary_path(const char *name)
{
    int i = files[0][0] ? 1 : 0;
    snprintf(files[i], sizeof files[i], "%.*s/%s", PATH_MAX - NAME_MAX - 2, directory, name);
    return files[i];
}

void temporary_remove(void)
{
    for (size_t i = 0; i < ENDINGS; i++) {
        signal(endings[i], SIG_DFL);
    }
    remove_all();
    memset(files, 0, sizeof files);
    directory[0] = '\0';
}
