/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "listing.h"
#include "recording.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *default_directory(void)
{
    const char *directory = getenv("RECCTRL_DIR");
    return directory && *directory ? directory : ".";
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static int by_start(const void *a, const void *b)
{
    const struct recording *x = a, *y = b;
    int64_t s = x->manifest.started_ms, t = y->manifest.started_ms;
    return s != t ? (s > t) - (s < t) : strcmp(x->name, y->name);
}

/* The names of all recordings that have a file in DIR, sorted, each once, NULL at the end. */
static char **read_names(DIR *dir, size_t *count)
{
    char **names = NULL;
    size_t room = 0, used = 0, length;

    for (struct dirent *entry; (entry = readdir(dir));) {
        if (!recording_file_kind(entry->d_name, &length)) {
            continue;
        }
        if (used == room) {
            room = room ? 2 * room : 64;
            char **more = realloc(names, room * sizeof *names);
            if (!more) {
                break;
            }
            names = more;
        }
        names[used++] = strndup(entry->d_name, length);
    }
    if (used > 0) {
        qsort(names, used, sizeof *names, by_name);
    }
    *count = 0;
    for (size_t i = 0; i < used; i++) {
        if (*count > 0 && strcmp(names[*count - 1], names[i]) == 0) {
            free(names[i]);
        } else {
            names[(*count)++] = names[i];
        }
    }
    return names;
}

bool listing_read(const char *directory, struct listing *listing, struct error *error)
{
    DIR *dir = opendir(directory);
    struct error ignored;
    size_t count;

    memset(listing, 0, sizeof *listing);
    if (!dir) {
        return error_fail(error, "can't list %s: %s", directory, strerror(errno));
    }
    char **names = read_names(dir, &count);
    listing->recordings = calloc(count + 1, sizeof *listing->recordings);
    for (size_t i = 0; i < count; i++) {
        /* One that has gone in the meantime is no error. */
        if (listing->recordings &&
            recording_open(dirfd(dir), directory, names[i], &listing->recordings[listing->count], &ignored)) {
            listing->count++;
        }
        free(names[i]);
    }
    free(names);
    closedir(dir);
    if (!listing->recordings) {
        return error_fail(error, "can't list %s: memory is short", directory);
    }
    qsort(listing->recordings, listing->count, sizeof *listing->recordings, by_start);
    return true;
}

void listing_free(struct listing *listing)
{
    for (size_t i = 0; i < listing->count; i++) {
        recording_close(&listing->recordings[i]);
    }
    free(listing->recordings);
    memset(listing, 0, sizeof *listing);
}

static bool find_latest(const char *directory, struct recording *recording, struct error *error)
{
    struct listing listing;
    if (!listing_read(directory, &listing, error)) {
        return false;
    }
    if (listing.count == 0) {
        listing_free(&listing);
        return error_fail(error, "there are no recordings in %s", directory);
    }
    *recording = listing.recordings[--listing.count];
    listing_free(&listing);
    return true;
}

static bool find_in(const char *directory, const char *name, struct recording *recording, struct error *error)
{
    int dirfd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (dirfd < 0) {
        return error_fail(error, "can't open the directory %s: %s", directory, strerror(errno));
    }
    bool found = recording_open(dirfd, directory, name, recording, error);
    size_t length;
    struct error ignored;
    if (!found && recording_file_kind(name, &length)) {
        char *stem = strndup(name, length);
        found = stem && recording_open(dirfd, directory, stem, recording, &ignored);
        free(stem);
    }
    close(dirfd);
    if (!found && strcmp(name, "latest") == 0) {
        return find_latest(directory, recording, error);
    }
    return found;
}

bool recording_find(const char *directory, const char *argument, struct recording *recording,
                    struct error *error)
{
    const char *slash = strrchr(argument, '/');
    if (!slash) {
        return find_in(directory, argument, recording, error);
    }
    if (!slash[1]) {
        return error_fail(error, "\"%s\" is a directory; name a recording in it, such as %slatest", argument,
                          argument);
    }
    char *path = slash == argument ? strdup("/") : strndup(argument, (size_t)(slash - argument));
    bool found = path ? find_in(path, slash + 1, recording, error) : error_fail(error, "memory is short");
    free(path);
    return found;
}
