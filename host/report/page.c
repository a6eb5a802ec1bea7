/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "page.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void discard(struct page *page)
{
    draft_discard(&page->draft);
    close(page->draft.dirfd);
    free(page->name);
}

/* The directory of a file, and its name there: behind the links, if it exists. */
static int open_directory(struct page *page, bool exists)
{
    char *path = exists ? realpath(page->path, NULL) : strdup(page->path), *slash = path ? strrchr(path, '/') : NULL;
    int dirfd = -1;

    page->name = path ? strdup(slash ? slash + 1 : path) : NULL;
    if (slash) {
        slash[1] = '\0';
    }
    if (page->name) {
        dirfd = open(slash ? path : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    }
    free(path);
    return dirfd;
}

static bool open_draft(struct page *page, const struct stat *there, struct error *error)
{
    int dirfd = open_directory(page, there != NULL);

    errno = dirfd >= 0 ? ENAMETOOLONG : errno; /* of the draft, where nothing else says more */
    if (dirfd < 0 || !draft_open(&page->draft, dirfd, page->name, error)) {
        error_set(error, "can't create %s: %s", page->path, strerror(errno));
        free(page->name);
        if (dirfd >= 0) {
            close(dirfd);
        }
        return false;
    }
    if (there && (fchown(page->draft.fd, there->st_uid, there->st_gid) != 0 ||
                  fchmod(page->draft.fd, there->st_mode & 07777) != 0)) {
        error_set(error, "can't replace %s: %s", page->path, strerror(errno));
        discard(page);
        return false;
    }
    return true;
}

bool page_open(struct page *page, const char *path, struct error *error)
{
    struct stat there;
    bool exists = stat(path, &there) == 0, plain = !exists || S_ISREG(there.st_mode);
    int fd;

    *page = (struct page){.path = path};
    if (plain && !open_draft(page, exists ? &there : NULL, error)) {
        return false;
    }
    fd = plain ? fcntl(page->draft.fd, F_DUPFD_CLOEXEC, 3) : open(path, O_WRONLY | O_CLOEXEC);
    page->out = fd >= 0 ? fdopen(fd, "w") : NULL;
    if (page->out) {
        return true;
    }
    error_set(error, "can't create %s: %s", path, strerror(errno));
    if (fd >= 0) {
        close(fd);
    }
    if (plain) {
        discard(page);
    }
    return false;
}

bool page_keep(struct page *page, struct error *error)
{
    bool written = fflush(page->out) == 0 && !ferror(page->out);

    if (!written) {
        error_set(error, "can't write %s: %s", page->path, strerror(errno));
    }
    fclose(page->out);
    if (!page->name) {
        return written;
    }
    if (!written) {
        discard(page);
        return false;
    }
    written = draft_keep(&page->draft, page->name, -1, error);
    close(page->draft.dirfd);
    free(page->name);
    return written;
}
