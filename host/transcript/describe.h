/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lists the sessions of a transcript on standard output: as a table, or as a JSON array. */
#ifndef RECCTRL_HOST_TRANSCRIPT_DESCRIBE_H
#define RECCTRL_HOST_TRANSCRIPT_DESCRIBE_H

#include "source.h"

void describe_sessions(const struct source *source);
void describe_sessions_json(const struct source *source);

#endif
