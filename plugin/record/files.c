/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "files.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "manifest/lock.h"
#include "recctrl/abi.h"

#define SNAPSHOT_SUFFIX "-rr-snp"
#define LOG_SUFFIX "-rr-nondet.log"
#define CLOCK_SUFFIX "-rr-clock"

#define FILE_NAME_SIZE (RECORDING_NAME_SIZE + sizeof(LOG_SUFFIX))

/* All that belongs to a recording of this name: its own files, its packed ones, PANDA's archive, what recctrl adds. */
static const char *const suffixes[] = {
    SNAPSHOT_SUFFIX, LOG_SUFFIX, CLOCK_SUFFIX, "-rr.json", "-rr-snp.zst", "-rr-nondet.log.zst", ".rr2",
    "-rr-transcript",
};

bool recording_directory_open(struct recording_directory *directory, const char *path, struct error *error)
{
    *directory = (struct recording_directory){.fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (directory->fd < 0) {
        error_set(error, "dir=%s: %s", path, strerror(errno));
        return false;
    }
    if (faccessat(directory->fd, ".", W_OK | X_OK, AT_EACCESS) != 0) {
        error_set(error, "dir=%s: not writable: %s", path, strerror(errno));
        close(directory->fd);
        return false;
    }
    directory->path = realpath(path, NULL);
    if (directory->path == NULL) {
        error_set(error, "dir=%s: %s", path, strerror(errno));
        close(directory->fd);
        return false;
    }
    return true;
}

void recording_directory_close(struct recording_directory *directory)
{
    close(directory->fd);
    free(directory->path);
}

static bool name_is_taken(int directory_fd, const char *name)
{
    char file[FILE_NAME_SIZE];

    for (size_t i = 0; i < G_N_ELEMENTS(suffixes); i++) {
        snprintf(file, sizeof(file), "%s%s", name, suffixes[i]);
        if (faccessat(directory_fd, file, F_OK, AT_SYMLINK_NOFOLLOW) == 0) {
            return true;
        }
    }
    return false;
}

static int create_file(int directory_fd, const char *name, const char *suffix)
{
    char file[FILE_NAME_SIZE];

    snprintf(file, sizeof(file), "%s%s", name, suffix);
    return openat(directory_fd, file, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
}

static void unlink_file(int directory_fd, const char *name, const char *suffix)
{
    char file[FILE_NAME_SIZE];

    snprintf(file, sizeof(file), "%s%s", name, suffix);
    unlinkat(directory_fd, file, 0);
}

static int32_t reason_of(int error_number)
{
    switch (error_number) {
    case EEXIST:
        return RECCTRL_ERROR_EXISTS;
    case ENOSPC:
    case EDQUOT:
        return RECCTRL_ERROR_NO_SPACE;
    default:
        return RECCTRL_ERROR_DIRECTORY;
    }
}

struct file {
    const char *suffix;
    int *fd;
};
#define FILE_COUNT 3

static void list_files(struct recording_files *files, struct file out[FILE_COUNT])
{
    out[0] = (struct file){SNAPSHOT_SUFFIX, &files->snapshot_fd};
    out[1] = (struct file){LOG_SUFFIX, &files->log_fd};
    out[2] = (struct file){CLOCK_SUFFIX, &files->clock_fd};
}

static void close_and_unlink(const struct file *files, size_t count, int directory_fd, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        close(*files[i].fd);
        unlink_file(directory_fd, name, files[i].suffix);
    }
}

/* 0, or the errno of what failed; then no file is left. */
static int create_all(struct recording_files *files, int directory_fd)
{
    struct file all[FILE_COUNT];

    if (name_is_taken(directory_fd, files->name)) {
        return EEXIST;
    }
    list_files(files, all);
    for (size_t i = 0; i < FILE_COUNT; i++) {
        *all[i].fd = create_file(directory_fd, files->name, all[i].suffix);
        if (*all[i].fd < 0) {
            int error_number = errno;
            close_and_unlink(all, i, directory_fd, files->name);
            return error_number;
        }
    }
    recording_lock(files->log_fd); /* without it a listing calls the recording incomplete until it is whole */
    return 0;
}

int32_t recording_files_create(struct recording_files *files, struct recording_directory *directory,
                               const char *name, bool plain, struct error *error)
{
    uint32_t number = directory->next_number;
    int failure;

    do {
        if (plain) {
            snprintf(files->name, sizeof(files->name), "%s", name);
        } else {
            snprintf(files->name, sizeof(files->name), "%s_%03" G_GUINT32_FORMAT, name, number++);
        }
        failure = create_all(files, directory->fd);
    } while (failure == EEXIST && !plain && number != 0);
    if (failure != 0) {
        error_set(error, "%s/%s: %s", directory->path, files->name, strerror(failure));
        return reason_of(failure);
    }
    if (!plain) {
        directory->next_number = number;
    }
    return 0;
}

void recording_files_close(struct recording_files *files)
{
    close(files->snapshot_fd);
    close(files->log_fd);
    close(files->clock_fd);
}

void recording_files_discard(struct recording_files *files, const struct recording_directory *directory)
{
    struct file all[FILE_COUNT];

    list_files(files, all);
    close_and_unlink(all, FILE_COUNT, directory->fd, files->name);
}
