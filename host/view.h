/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A file's content in memory, mapped: the kernel may drop it at any time. */
#ifndef RECCTRL_HOST_VIEW_H
#define RECCTRL_HOST_VIEW_H

#include <stdbool.h>
#include <stddef.h>

struct view {
    void *data;
    size_t size;
};

/* Maps the whole file open as FD for reading. False with errno. */
bool view_open(int fd, struct view *view);

/* Gives the file open as FD the size SIZE, with its space reserved, and maps it for writing. False with
 * errno. */
bool view_create(int fd, size_t size, struct view *view);

/* Unmaps; what was written is the file's. */
void view_close(struct view *view);

#endif
