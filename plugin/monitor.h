/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The operator's commands: plugin_cmd recctrl VERB in QEMU's monitor. */
#ifndef RECCTRL_PLUGIN_MONITOR_H
#define RECCTRL_PLUGIN_MONITOR_H

#include "panda/engine.h"

/* For engine_handlers, whose opaque is the recorder. Lines that do not begin with "recctrl" are left alone. */
void monitor_on_command(void *recorder, const char *line, const struct engine_reply *reply);

#endif
