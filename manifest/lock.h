/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * While a recording is under way its recorder holds a lock on NAME-rr-nondet.log. The kernel drops it however
 * the recorder ends, so that a manifest that still says "recording" without it belongs to a recorder that
 * died.
 */
#ifndef RECCTRL_MANIFEST_LOCK_H
#define RECCTRL_MANIFEST_LOCK_H

#include <stdbool.h>

/* Locks the log, open for writing, until FD and every copy of it (also in child processes) is closed. */
bool recording_lock(int fd);

/* Whether another open file description holds the lock. FD needs to be open for reading only; nothing
 * changes. */
bool recording_locked(int fd);

#endif
