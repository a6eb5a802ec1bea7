/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the operator chose, by arguments (arguments.h). */
#ifndef RECCTRL_PLUGIN_SETTINGS_H
#define RECCTRL_PLUGIN_SETTINGS_H

#include <stdbool.h>
#include <stdint.h>

/* Bytes of a path with its NUL. */
#define SETTINGS_PATH_SIZE 4096

struct settings {
    bool session_mode;         /* session_rec */
    uint32_t recordings_max;   /* nrec; 0: no limit */
    bool dry;                  /* dry */
    uint32_t timeout_s;        /* timeout; 0: none */
    char directory[SETTINGS_PATH_SIZE]; /* dir */
    bool fork_snapshot;        /* snapshot=fork, else sync */
    bool checksum;             /* checksum */
};

#endif
