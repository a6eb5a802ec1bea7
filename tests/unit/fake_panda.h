/* SPDX-License-Identifier: GPL-2.0-or-later */
/* PANDA as far as plugin/panda/engine.c asks it when it is loaded and called: of any generation, known or not. */
#ifndef RECCTRL_TESTS_FAKE_PANDA_H
#define RECCTRL_TESTS_FAKE_PANDA_H

#include "panda/panda_api.h"

enum { FAKE_CALLBACKS = 51 };

struct fake_panda {
    void (*trampolines[FAKE_CALLBACKS])(void); /* by number */
    panda_cb registered[FAKE_CALLBACKS];
    uint64_t instructions, pc; /* as PANDA's own functions tell them */
    bool library_mode;
    int resets;                /* handlers registered */
};
extern struct fake_panda fake_panda;

/* PANDA of 2021, and what later ones changed: callbacks from `first` on have numbers higher by one. */
void fake_panda_reset(void);
void fake_panda_insert_callback(int first);

/* The only CPU, as large as PANDA's; before that there is none. */
void fake_cpu_set(uint64_t instructions, uint64_t pc);

#endif
