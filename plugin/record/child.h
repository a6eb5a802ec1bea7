/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Work on the guest's memory as it is at one moment, done by a forked child while the guest runs on: the kernel's
 * copy-on-write is the snapshot.
 */
#ifndef RECCTRL_RECORD_CHILD_H
#define RECCTRL_RECORD_CHILD_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "common/error.h"

struct child {
    pid_t pid;
    int pipe_fd; /* the child's result or its error; at its end the child is gone */
};

/*
 * Whether a child can allocate memory as GLib does. Before 2.76 GLib has an allocator of its own, which stays locked in
 * a child for ever when another thread held it at the fork; G_SLICE=always-malloc in PANDA's environment avoids it.
 */
bool child_can_allocate(void);

/*
 * What the child does; `fd` is the one that was given to child_start(). Writes its result, at most
 * CHILD_RESULT_MAX bytes, to `result`. False with the reason on failure.
 */
#define CHILD_RESULT_MAX 64
typedef bool child_work(int fd, void *result, struct error *error);

/*
 * Forks a child that sees the guest's memory and keeps, of all open files, only `fd` (or none: -1) and the standard
 * ones. Main loop, machine stopped. False with the reason where it can't be started.
 */
bool child_start(struct child *child, child_work *work, int fd, struct error *error);

/* Waits for the child's end and frees it. False with the reason where its work failed or it was killed. */
bool child_wait(struct child *child, void *result, size_t result_size, struct error *error);

#endif
