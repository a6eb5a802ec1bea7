/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a target's recordings need in their log and the engine does not put there by itself. */
#ifndef RECCTRL_PANDA_SUPPLEMENT_H
#define RECCTRL_PANDA_SUPPLEMENT_H

#include <stdbool.h>

#include "common/error.h"

/* Outside recordings of ours it changes nothing that the guest, a snapshot or another recording could see. */
struct supplement {
    const char *log_format; /* for the manifest (docs/arm.md) */

    /*
     * Once, with the machine made and before its first instruction; `cpu` is the engine's CPUState. False with the
     * reason where this engine is not one that recctrl knows; then nothing is changed and nothing may be recorded.
     */
    bool (*attach)(void *cpu, struct error *error);

    /* What attach() found out only when the guest ran: why nothing may be recorded, or NULL. */
    const char *(*refusal)(void);

    /* Main loop, machine stopped: a recording begins. */
    void (*begin)(void);

    /* Main loop: the recording has ended. NULL, or what is missing in its log. */
    const char *(*end)(void);
};

#endif
