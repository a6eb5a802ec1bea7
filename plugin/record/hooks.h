/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Programs that run on the host when a recording is whole. Neither the guest nor PANDA waits for them. */
#ifndef RECCTRL_RECORD_HOOKS_H
#define RECCTRL_RECORD_HOOKS_H

#include <glib.h>
#include <stdbool.h>

#include "common/error.h"

struct hooks {
    bool pack;             /* recctrl pack */
    const char *on_record; /* the operator's program; empty: none */
    GPtrArray *jobs;       /* that run, or have ended and are not joined yet */
};

/*
 * `on_record` must outlive the hooks. False with the reason where it is a path of something that can't be executed; a
 * name without a slash is looked for in PATH when it is run.
 */
bool hooks_init(struct hooks *hooks, bool pack, const char *on_record, struct error *error);

/*
 * Runs them one after the other, at low priority, without a shell and without arguments of the guest's making but its recording's name
 * (valid by name_is_valid()). on_record's environment has RECCTRL_NAME, RECCTRL_DIR and RECCTRL_MANIFEST. What goes
 * wrong is printed.
 */
void hooks_run(struct hooks *hooks, const char *directory, const char *name);

/* Waits for all that still run; their threads have ended then, so that their code can go. */
void hooks_wait(struct hooks *hooks);

#endif
