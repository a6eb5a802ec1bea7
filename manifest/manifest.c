/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "manifest.h"

#include "manifest_json.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * Room for any name that a directory can hold, and for what is put around it: longer ones fail as the kernel
 * says.
 */
#define FILE_NAME_SIZE 512

static bool file_name(char out[FILE_NAME_SIZE], const char *prefix, const char *name, const char *suffix,
                      struct error *error)
{
    int length = snprintf(out, FILE_NAME_SIZE, "%s%s" MANIFEST_SUFFIX "%s", prefix, name, suffix);
    if (!*name || strchr(name, '/') || length < 0 || length >= FILE_NAME_SIZE) {
        return error_fail(error, "\"%.160s\" can't be the name of a recording's manifest", name);
    }
    return true;
}

/* Creates a file that was not there, with a name that nobody can foresee. */
static int create_temporary(int dirfd, const char *name, char temporary[FILE_NAME_SIZE], struct error *error)
{
    for (int tries = 0; tries < 16; tries++) {
        unsigned long random;
        char suffix[32];
        if (getrandom(&random, sizeof random, 0) != (ssize_t)sizeof random) {
            error_set(error, "%s%s: no random name: %s", name, MANIFEST_SUFFIX, strerror(errno));
            return -1;
        }
        snprintf(suffix, sizeof suffix, ".%016lx", random);
        if (!file_name(temporary, ".", name, suffix, error)) {
            return -1;
        }
        int fd = openat(dirfd, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
        if (fd >= 0 || errno != EEXIST) {
            if (fd < 0) {
                error_set(error, "can't create %s: %s", temporary, strerror(errno));
            }
            return fd;
        }
    }
    error_set(error, "can't find a free temporary name for %s%s", name, MANIFEST_SUFFIX);
    return -1;
}

static bool write_all(int fd, const char *text, size_t size)
{
    while (size > 0) {
        ssize_t written = write(fd, text, size);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written < 0) {
            return false;
        }
        text += written;
        size -= (size_t)written;
    }
    return true;
}

/* The file's text, allocated. */
static char *render(const char *name, const struct manifest *manifest, struct error *error)
{
    struct error inner;
    json_t *object = manifest_to_json(manifest, &inner);
    if (!object) {
        error_set(error, "%s%s: %s", name, MANIFEST_SUFFIX, inner.text);
        return NULL;
    }
    char *text = json_dumps(object, JSON_INDENT(2));
    json_decref(object);
    if (!text || strlen(text) >= MANIFEST_MAX_FILE) {
        error_set(error, "%s%s: more than %d bytes, or memory is short", name, MANIFEST_SUFFIX,
                  MANIFEST_MAX_FILE);
        free(text);
        return NULL;
    }
    size_t length = strlen(text);
    char *line = realloc(text, length + 2);
    if (!line) {
        free(text);
        error_set(error, "%s%s: memory is short", name, MANIFEST_SUFFIX);
        return NULL;
    }
    memcpy(line + length, "\n", 2);
    return line;
}

bool manifest_write(int dirfd, const char *name, const struct manifest *manifest, struct error *error)
{
    char final[FILE_NAME_SIZE], temporary[FILE_NAME_SIZE];

    if (!manifest->name) {
        return error_fail(error, "%s%s: a manifest has a name", name, MANIFEST_SUFFIX);
    }
    if (!file_name(final, "", name, "", error)) {
        return false;
    }
    char *text = render(name, manifest, error);
    if (!text) {
        return false;
    }
    int fd = create_temporary(dirfd, name, temporary, error);
    if (fd < 0) {
        free(text);
        return false;
    }
    bool done = write_all(fd, text, strlen(text)) && fsync(fd) == 0;
    int reason = errno;
    free(text);
    if (close(fd) != 0 && done) {
        reason = errno;
        done = false;
    }
    if (done && renameat(dirfd, temporary, dirfd, final) != 0) {
        reason = errno;
        done = false;
    }
    if (!done) {
        unlinkat(dirfd, temporary, 0);
        return error_fail(error, "can't write %s: %s", final, strerror(reason));
    }
    if (fsync(dirfd) != 0 && errno != EINVAL) { /* EINVAL: a file system whose directories know no fsync */
        return error_fail(error, "can't fsync the directory of %s: %s", final, strerror(errno));
    }
    return true;
}

/* The whole file as a string without NULs inside; errno says ENOENT where there is none. */
static char *read_text(int dirfd, const char *file, struct error *error)
{
    /* O_NONBLOCK: a FIFO in the place of the file must not stop the reader. */
    int fd = openat(dirfd, file, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        int reason = errno;
        error_set(error, "can't open %s: %s", file, strerror(reason));
        errno = reason;
        return NULL;
    }
    struct stat status;
    char *text = NULL;
    size_t size = 0;
    ssize_t got = 0;
    if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) {
        error_set(error, "%s is not a regular file", file);
        goto out;
    }
    text = malloc(MANIFEST_MAX_FILE + 1);
    if (!text) {
        error_set(error, "%s: memory is short", file);
        goto out;
    }
    while (size <= MANIFEST_MAX_FILE && (got = read(fd, text + size, MANIFEST_MAX_FILE + 1 - size)) > 0) {
        size += (size_t)got;
    }
    if (got < 0) {
        error_set(error, "can't read %s: %s", file, strerror(errno));
    } else if (size > MANIFEST_MAX_FILE) {
        error_set(error, "%s is longer than %d bytes", file, MANIFEST_MAX_FILE);
    } else if (memchr(text, '\0', size)) {
        error_set(error, "%s is not text", file);
    } else {
        text[size] = '\0';
        close(fd);
        return text;
    }
out:
    free(text);
    close(fd);
    errno = EINVAL;
    return NULL;
}

bool manifest_read(int dirfd, const char *name, struct manifest *manifest, struct error *error)
{
    char file[FILE_NAME_SIZE];
    json_error_t where;
    struct error inner;

    memset(manifest, 0, sizeof *manifest);
    if (!file_name(file, "", name, "", error)) {
        errno = EINVAL;
        return false;
    }
    char *text = read_text(dirfd, file, error);
    if (!text) {
        return false;
    }
    json_t *object = json_loads(text, JSON_REJECT_DUPLICATES, &where);
    free(text);
    bool done = object && manifest_from_json(object, manifest, &inner);
    if (!object) {
        error_set(error, "%s is damaged: line %d: %s", file, where.line, where.text);
    } else if (!done) {
        error_set(error, "%s: %s", file, inner.text);
    }
    json_decref(object);
    errno = done ? 0 : EINVAL;
    return done;
}
