/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the parts are that recctrl runs: the launcher, our plugins, the default guests, and PANDA itself. */
#ifndef RECCTRL_HOST_ENGINE_H
#define RECCTRL_HOST_ENGINE_H

#include "arguments.h"
#include "common/error.h"

#include <limits.h>
#include <stdbool.h>

struct engine {
    char launcher[PATH_MAX]; /* recctrl-panda */
    char plugins[PATH_MAX];  /* for PANDA_DIR: holds <target>-softmmu/panda/plugins/ */
    char panda[PATH_MAX];    /* for --engine */
};

/*
 * Finds all three: PANDA in the directory GIVEN (of --engine; may be NULL), else in $RECCTRL_ENGINE, else in
 * the user's cache, where engine/get puts it.
 */
bool engine_find(const char *given, struct engine *engine, struct error *error);

/* The program engine/get. */
bool engine_getter(char path[PATH_MAX], struct error *error);

/* Begins a command line: the launcher with its own arguments, and "--". */
void engine_arguments(const struct engine *engine, const char *target, struct arguments *arguments);

/* Whether our plugin NAME ("recctrl") is there for TARGET; otherwise PANDA would take one of its own of that
 * name. */
bool engine_has_plugin(const struct engine *engine, const char *target, const char *name,
                       struct error *error);

/* Lets the programs that are run find our plugins, and this program ($RECCTRL). */
void engine_set_environment(const struct engine *engine);

/* The file that holds a guest's PANDA arguments, one per line. GUEST: a name of the guests that are built, or
 * a path. */
bool engine_guest(const char *guest, char path[PATH_MAX], struct error *error);

#endif
