/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A file on its way to its final name: until it is whole and safely on disk, nobody sees it. */
#ifndef RECCTRL_HOST_DRAFT_H
#define RECCTRL_HOST_DRAFT_H

#include "common/error.h"

#include <limits.h>

struct draft {
    int dirfd;
    int fd; /* open for reading and writing */
    char name[NAME_MAX + 1]; /* while it has one */
    bool named;
};

/* Creates an empty draft (mode 0600) of the file FINAL in the directory DIRFD. */
bool draft_open(struct draft *draft, int dirfd, const char *final, struct error *error);

/* Deletes it. */
void draft_discard(struct draft *draft);

/*
 * Puts the draft in its place, with the times of the file open as ORIGINAL, replacing what was there. On
 * failure the draft is gone, and what was there is still there.
 */
bool draft_keep(struct draft *draft, const char *final, int original, struct error *error);

#endif
