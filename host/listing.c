/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "listing.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

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
