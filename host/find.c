/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "listing.h"
#include "recording.h"

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
