/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "packing.h"

#include "listing.h"
#include "packed.h"
#include "temporary.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

int packing_lock(int dirfd, struct error *error)
{
    int fd = openat(dirfd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    while (fd >= 0 && flock(fd, LOCK_EX) != 0) {
        if (errno != EINTR) {
            close(fd);
            fd = -1;
        }
    }
    if (fd < 0) {
        error_set(error, "can't lock the directory: %s", strerror(errno));
    }
    return fd;
}

int packing_lock_recording(const struct recording *recording, struct recording *now, struct error *error)
{
    int lock = packing_lock(recording->dirfd, error);

    if (lock >= 0 && !recording_open(recording->dirfd, recording->directory, recording->name, now, error)) {
        close(lock);
        lock = -1;
    }
    return lock;
}

/* The header of the packed file NAME of the directory, if it is one. */
static bool header_of(int dirfd, const char *file, struct packed_header *header)
{
    struct error ignored;
    int fd = openat(dirfd, file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    bool well = fd >= 0 && packed_read_header(fd, header, &ignored);
    if (fd >= 0) {
        close(fd);
    }
    return well;
}

char *packed_dependent(int dirfd, const char *name)
{
    int fd = openat(dirfd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
    char *found = NULL;

    for (struct dirent *entry; dir && !found && (entry = readdir(dir));) {
        size_t length;
        struct packed_header header;
        if (recording_file_kind(entry->d_name, &length) != FILE_PACKED_SNAPSHOT ||
            !header_of(dirfd, entry->d_name, &header)) {
            continue;
        }
        if (header.against && strcmp(header.against, name) == 0) {
            found = strndup(entry->d_name, length);
        }
        packed_header_free(&header);
    }
    if (dir) {
        closedir(dir);
    }
    return found;
}

char *packed_against(const struct recording *recording)
{
    struct packed_header header;
    struct error ignored;
    char *against = NULL;

    if ((recording->files & FILE_PACKED_SNAPSHOT) && !(recording->files & FILE_SNAPSHOT)) {
        int fd = recording_open_file(recording, FILE_PACKED_SNAPSHOT, &ignored);
        if (fd >= 0 && packed_read_header(fd, &header, &ignored)) {
            against = header.against;
        }
        if (fd >= 0) {
            close(fd);
        }
    }
    return against;
}

/* Maps the snapshot of ROOT, unpacked into a temporary file if need be. */
static bool root_open(const struct recording *root, struct view *view, struct error *error)
{
    int fd;
    if (root->files & FILE_SNAPSHOT) {
        fd = recording_open_file(root, FILE_SNAPSHOT, error);
    } else {
        char *against = packed_against(root);
        if (against) {
            error_set(error, "it is packed against %s itself", against);
            free(against);
            return false;
        }
        fd = temporary_file(error);
        if (fd >= 0 && !recording_expand(root, FILE_SNAPSHOT, fd, error)) {
            close(fd);
            fd = -1;
        }
    }
    if (fd < 0) {
        return false;
    }
    bool mapped = view_open(fd, view) || error_fail(error, "can't read it: %s", strerror(errno));
    close(fd);
    return mapped;
}

bool reference_open(const struct recording *recording, const char *name, struct view *view,
                    struct error *error)
{
    struct recording root;
    struct error inner;

    if (!recording_open(recording->dirfd, recording->directory, name, &root, &inner)) {
        return error_fail(error, "the recording %s that it is packed against is missing", name);
    }
    bool opened = root_open(&root, view, &inner);
    recording_close(&root);
    return opened || error_fail(error, "the recording %s that it is packed against: %s", name, inner.text);
}

/* The length of a name without the number at its end. */
static size_t stem(const char *name)
{
    size_t length = strlen(name);
    while (length > 0 && name[length - 1] >= '0' && name[length - 1] <= '9') {
        length--;
    }
    return length;
}

/* By the manifests; recordings without one are compared by their names: x_000, x_001 … */
static bool same_machine(const struct recording *a, const struct recording *b)
{
    const struct manifest *m = &a->manifest, *n = &b->manifest;
    if (!m->target || !n->target) {
        return stem(a->name) == stem(b->name) && strncmp(a->name, b->name, stem(a->name)) == 0;
    }
    if (strcmp(m->target, n->target) != 0 || m->machine_count != n->machine_count) {
        return false;
    }
    for (size_t i = 0; i < m->machine_count; i++) {
        if (strcmp(m->machine[i], n->machine[i]) != 0) {
            return false;
        }
    }
    return true;
}

/* Whether other recordings are packed against it, or it is packed in such a way that they can be. */
static bool is_root(const struct recording *recording)
{
    if (!(recording->files & FILE_SNAPSHOT)) {
        return true;
    }
    char *dependent = packed_dependent(recording->dirfd, recording->name);
    bool found = dependent != NULL;
    free(dependent);
    return found;
}

static bool can_be_reference(const struct recording *candidate, const struct recording *recording)
{
    if (strcmp(candidate->name, recording->name) == 0 || !recording_replayable(candidate) ||
        !(candidate->files & (FILE_SNAPSHOT | FILE_PACKED_SNAPSHOT)) ||
        candidate->manifest.started_ms > recording->manifest.started_ms ||
        !same_machine(candidate, recording)) {
        return false;
    }
    char *against = packed_against(candidate);
    bool alone = against == NULL;
    free(against);
    return alone;
}

char *reference_choose(const struct recording *recording)
{
    struct listing listing;
    struct error ignored;
    const struct recording *first = NULL, *root = NULL;

    if (!listing_read(recording->directory, &listing, &ignored)) {
        return NULL;
    }
    for (size_t i = 0; i < listing.count; i++) {
        const struct recording *candidate = &listing.recordings[i];
        if (can_be_reference(candidate, recording)) {
            first = first ? first : candidate;
            root = is_root(candidate) ? candidate : root;
        }
    }
    const struct recording *choice = root ? root : first;
    char *name = choice ? strdup(choice->name) : NULL;
    listing_free(&listing);
    return name;
}
