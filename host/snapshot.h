/* SPDX-License-Identifier: GPL-2.0-or-later */
/* NAME-rr-snp, QEMU's stream of a machine's state. */
#ifndef RECCTRL_HOST_SNAPSHOT_H
#define RECCTRL_HOST_SNAPSHOT_H

#include <stdbool.h>

/*
 * Whether the snapshot open as FD is complete, judged by its beginning and its end: the last thing that QEMU
 * writes is a description of all that stands before, with its length.
 */
bool snapshot_complete(int fd);

#endif
