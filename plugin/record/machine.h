/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The machine as its command line describes it, for the manifest: what a replay is started with. */
#ifndef RECCTRL_RECORD_MACHINE_H
#define RECCTRL_RECORD_MACHINE_H

/*
 * PANDA's command line (of `count` strings, without its first word) without the plugin recctrl and its arguments: a
 * replay must not load it. A NULL-terminated list to be freed with g_strfreev().
 */
char **machine_arguments(char *const *command_line, int count);

#endif
