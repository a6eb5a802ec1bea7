/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The subcommands of recctrl: one file each in command/. */
#ifndef RECCTRL_HOST_COMMAND_H
#define RECCTRL_HOST_COMMAND_H

/* argv[0] is the subcommand's name. Prints its own errors; returns one of enum exit_status. */
typedef int command_function(int argc, char **argv);

command_function command_engine, command_vm, command_ls, command_info, command_replay, command_verify, command_rm,
    command_pack, command_unpack, command_repair, command_prune, command_report, command_cast, command_cat, command_play,
    command_grep;

#endif
