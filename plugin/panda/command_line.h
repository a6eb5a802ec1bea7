/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * PANDA's command line. A program that embeds PANDA may load plugins before there is one, and may free it (PANDA of
 * 2021 keeps only a pointer) when the machine is made: it is copied while it is there.
 */
#ifndef RECCTRL_PANDA_COMMAND_LINE_H
#define RECCTRL_PANDA_COMMAND_LINE_H

#include <stdbool.h>

/* When the plugin is loaded. False where the command line was there and may be gone. */
bool command_line_find(void);

/* When the machine was made. */
void command_line_keep(void);

#endif
