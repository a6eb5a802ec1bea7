/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A recording as JSON, for `ls --json` and `info --json`. */
#ifndef RECCTRL_HOST_DESCRIBE_H
#define RECCTRL_HOST_DESCRIBE_H

#include "recording.h"

#include <jansson.h>

/*
 * The members of its manifest (without "format"), with name and state as they are found now, and:
 * "directory", "manifest" (whether it has one), "stored" ("plain", "packed" or "rr2"), "bytes" (on disk, all
 * files). NULL when memory is short.
 */
json_t *describe_recording(const struct recording *recording);

/* "plain", "packed" or "rr2": how its snapshot and log are kept. */
const char *recording_stored(const struct recording *recording);

#endif
