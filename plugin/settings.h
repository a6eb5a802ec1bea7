/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the operator chose, by arguments (arguments.h). */
#ifndef RECCTRL_PLUGIN_SETTINGS_H
#define RECCTRL_PLUGIN_SETTINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "decide/controller.h"
#include "record/limits.h"

/* Bytes of a path with its NUL. */
#define SETTINGS_PATH_SIZE 4096

struct settings {
    struct controller_settings controller; /* session_rec, nrec, dry, max_starts, max_sessions */
    struct limits limits;                  /* timeout, max_size, min_free */
    uint32_t calls_per_minute;             /* max_calls: inside recordings; 0: no limit */
    char directory[SETTINGS_PATH_SIZE];    /* dir */
    char token_file[SETTINGS_PATH_SIZE];   /* token_file; empty: none */
    char on_record[SETTINGS_PATH_SIZE];    /* on_record; empty: none */
    bool pack;                             /* pack */
    bool fork_snapshot;                    /* snapshot=fork, else sync */
    bool checksum;                         /* checksum */
};

#endif
