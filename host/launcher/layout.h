/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where a PANDA keeps its parts: an unpacked wheel, a build tree and an install prefix each have their own way. */
#ifndef RECCTRL_LAUNCHER_LAYOUT_H
#define RECCTRL_LAUNCHER_LAYOUT_H

#include <limits.h>
#include <stdbool.h>

#include "common/error.h"

struct layout {
    char library[PATH_MAX];  /* libpanda-<target>.so */
    char program[PATH_MAX];  /* argv[0] for PANDA, which looks for its plugins beside it; need not exist */
    char firmware[PATH_MAX]; /* for -L; empty where the engine has none of its own */
    char standins[PATH_MAX]; /* directory of stand-in libraries; empty where the engine has none */
};

/* Finds TARGET (x86_64, i386, arm, …) of the PANDA in the directory ENGINE. False: `error` names what is missing,
   and the targets that ENGINE does hold. */
bool layout_find(const char *engine, const char *target, struct layout *layout, struct error *error);

#endif
