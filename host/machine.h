/* SPDX-License-Identifier: GPL-2.0-or-later */
/* QEMU's arguments: which machines can be recorded, and what a replay makes of a recording's. */
#ifndef RECCTRL_HOST_MACHINE_H
#define RECCTRL_HOST_MACHINE_H

#include "arguments.h"
#include "common/error.h"

#include <stdbool.h>
#include <stddef.h>

/* Refuses what PANDA can't record: KVM and other accelerators, more than one CPU. */
bool machine_recordable(char *const *arguments, size_t count, struct error *error);

/* Whether one of the arguments is the option NAME ("serial"), with one dash or two. */
bool machine_has_option(char *const *arguments, size_t count, const char *name);

/*
 * Adds to OUT the arguments that rebuild the recorded machine for a replay: the same devices, but nothing of
 * the outside world. Consoles, monitors, sockets and forwarded ports go, disks are opened as snapshots, and
 * relative paths are taken from CWD, where the recorder was started.
 */
void machine_for_replay(char *const *arguments, size_t count, const char *cwd, struct arguments *out);

#endif
