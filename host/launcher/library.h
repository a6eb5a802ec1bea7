/* SPDX-License-Identifier: GPL-2.0-or-later */
/* libpanda, loaded into this process. */
#ifndef RECCTRL_LAUNCHER_LIBRARY_H
#define RECCTRL_LAUNCHER_LIBRARY_H

#include <stdbool.h>

#include "common/error.h"
#include "layout.h"

struct cpu;

/* The part of PANDA's interface that a launcher needs; the same in all generations. */
struct library {
    int (*init)(int argc, char **argv, char **envp);
    int (*run)(void);
    int (*finish)(void);        /* returns PANDA's exit status */
    bool (*is_running)(void);   /* the guest's clock runs: neither paused nor shut down */
    void (*cpu_exit)(struct cpu *cpu);
    struct cpu **first_cpu;     /* points to NULL until the machine is there */
    const int *replay_mode;     /* one of enum replay_mode */
};

enum replay_mode { REPLAY_MODE_OFF = 0, REPLAY_MODE_RECORD = 1, REPLAY_MODE_REPLAY = 2 };

/* Loads the stand-ins, if any, and libpanda, with all symbols visible to the plugins that PANDA loads later.
   False: `error` says which library could not be loaded and why. */
bool library_load(const struct layout *layout, struct library *library, struct error *error);

#endif
