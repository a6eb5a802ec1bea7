/* SPDX-License-Identifier: GPL-2.0-or-later */
/* recctrl: boots a machine that can record itself, and looks after its recordings. */
#include "command.h"
#include "options.h"

#include "common/version.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *name;
    command_function *run;
    const char *summary;
} commands[] = {
    {"engine", command_engine, "get PANDA, once"},
    {"vm", command_vm, "boot a guest that can record itself"},
    {"ls", command_ls, "list the recordings of a directory"},
    {"info", command_info, "show all that is known of a recording"},
    {"report", command_report, "write a page about the recordings of a directory"},
    {"verify", command_verify, "replay recordings to the end and check them"},
    {"replay", command_replay, "replay a recording, with PANDA plugins if wanted"},
    {"cast", command_cast, "write what was seen at the terminals of a recording"},
    {"cat", command_cat, "print what was seen, as text"},
    {"play", command_play, "play it in this terminal"},
    {"grep", command_grep, "search what was seen in all recordings"},
    {"pack", command_pack, "compress recordings, each against another of its series"},
    {"unpack", command_unpack, "make packed recordings plain files again"},
    {"repair", command_repair, "make recordings replay whose recorder died"},
    {"rm", command_rm, "delete recordings"},
    {"prune", command_prune, "delete old recordings"},
};
#define COMMAND_COUNT (sizeof commands / sizeof *commands)

static void print_help(FILE *out)
{
    fprintf(out, "Usage: recctrl COMMAND [OPTION…] [ARGUMENT…]\n\nCommands:\n");
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        fprintf(out, "  %-8s  %s\n", commands[i].name, commands[i].summary);
    }
    fprintf(out, "\nrecctrl COMMAND --help says more about each, recctrl --version which recctrl this is.\n");
}

static int run(int argc, char **argv)
{
    if (argc >= 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0)) {
        print_help(stdout);
        return EXIT_DONE;
    }
    if (argc >= 2 && strcmp(argv[1], "--version") == 0) {
        puts("recctrl " RECCTRL_PROJECT_VERSION);
        return EXIT_DONE;
    }
    for (size_t i = 0; argc >= 2 && i < COMMAND_COUNT; i++) {
        if (strcmp(argv[1], commands[i].name) == 0) {
            return commands[i].run(argc - 1, argv + 1);
        }
    }
    if (argc >= 2) {
        fprintf(stderr, "recctrl: there is no command \"%s\"\n", argv[1]);
    }
    print_help(stderr);
    return EXIT_USAGE;
}

int main(int argc, char **argv)
{
    int status = run(argc, argv);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fprintf(stderr, "recctrl: can't write to standard output\n");
        return status == EXIT_DONE ? EXIT_FAILED : status;
    }
    return status;
}
