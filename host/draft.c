/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "draft.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

bool draft_open(struct draft *draft, int dirfd, const char *final, struct error *error)
{
    unsigned random = 0;
    draft->dirfd = dirfd;
    if (getrandom(&random, sizeof random, 0) != (ssize_t)sizeof random ||
        snprintf(draft->name, sizeof draft->name, ".%s.%08x", final, random) >= (int)sizeof draft->name) {
        return error_fail(error, "can't make a temporary name for %s", final);
    }
    /* Nameless, it goes with the process, however that ends. Not every file system can do that. */
    draft->fd = openat(dirfd, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    draft->named = draft->fd < 0;
    if (draft->named) {
        draft->fd = openat(dirfd, draft->name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    }
    return draft->fd >= 0 || error_fail(error, "can't create %s: %s", draft->name, strerror(errno));
}

void draft_discard(struct draft *draft)
{
    close(draft->fd);
    if (draft->named) {
        unlinkat(draft->dirfd, draft->name, 0);
    }
}

static bool give_name(struct draft *draft)
{
    char path[64];

    if (!draft->named) {
        snprintf(path, sizeof path, "/proc/self/fd/%d", draft->fd);
        draft->named = linkat(AT_FDCWD, path, draft->dirfd, draft->name, AT_SYMLINK_FOLLOW) == 0;
    }
    return draft->named;
}

bool draft_keep(struct draft *draft, const char *final, int original, struct error *error)
{
    struct stat status;
    if (fstat(original, &status) == 0) {
        futimens(draft->fd, (struct timespec[2]){status.st_atim, status.st_mtim});
    }
    if (fsync(draft->fd) != 0 || !give_name(draft) ||
        renameat(draft->dirfd, draft->name, draft->dirfd, final) != 0 || fsync(draft->dirfd) != 0) {
        error_set(error, "can't write %s: %s", final, strerror(errno));
        draft_discard(draft);
        return false;
    }
    close(draft->fd);
    return true;
}
