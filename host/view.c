/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static bool map(int fd, size_t size, int protection, struct view *view)
{
    static char nothing;

    view->size = size;
    view->data = &nothing; /* mmap() refuses an empty file */
    if (size > 0) {
        view->data = mmap(NULL, size, protection, MAP_SHARED, fd, 0);
    }
    return view->data != MAP_FAILED;
}

bool view_open(int fd, struct view *view)
{
    struct stat status;
    return fstat(fd, &status) == 0 && map(fd, (size_t)status.st_size, PROT_READ, view);
}

bool view_create(int fd, size_t size, struct view *view)
{
    /* Writing to a mapped hole of a full disk would be SIGBUS. */
    int failure = size > 0 ? posix_fallocate(fd, 0, (off_t)size) : 0;
    if (failure != 0) {
        errno = failure;
        return false;
    }
    return map(fd, size, PROT_READ | PROT_WRITE, view);
}

void view_close(struct view *view)
{
    if (view->size > 0) {
        munmap(view->data, view->size);
    }
    view->size = 0;
}
