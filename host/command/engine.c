/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host/arguments.h"
#include "host/command.h"
#include "host/engine.h"
#include "host/options.h"
#include "host/text.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { WHEEL, PRINT_DIRECTORY };

static const struct option_entry options[] = {
    {"wheel", 0, "FILE", "take this file instead of downloading; it must be the pinned one"},
    {"print-directory", 'p', NULL, "print where the engine is or will be, get nothing"},
    {0},
};

static const struct usage usage = {
    "recctrl engine",
    "[OPTION…]",
    "Gets PANDA, once: the pinned wheel of PyPI, by pip, into $XDG_CACHE_HOME/recctrl/engine (by default below\n"
    "~/.cache), and prints its directory. It needs python3 with pip and pyelftools, and gcc, which makes stand-ins\n"
    "for libraries that a headless PANDA never calls. vm, verify and replay take it if --engine names no other.\n",
    options,
};

static int run(const struct arguments *command)
{
    struct error error;
    char program[PATH_MAX];

    if (!engine_getter(program, &error)) {
        complain("recctrl engine", &error);
        return EXIT_FAILED;
    }
    execv(program, command->list);
    fprintf(stderr, "recctrl engine: can't run %s: %s\n", program, strerror(errno));
    return EXIT_FAILED;
}

int command_engine(int argc, char **argv)
{
    struct arguments command = {0};
    int option, status;

    arguments_add(&command, "recctrl engine");
    while ((option = options_next(&usage, argc, argv)) != OPTIONS_DONE) {
        switch (option) {
        case WHEEL:
            arguments_add(&command, "--wheel");
            arguments_add(&command, optarg);
            break;
        case PRINT_DIRECTORY:
            arguments_add(&command, "--print-directory");
            break;
        default:
            arguments_free(&command);
            return options_status(option);
        }
    }
    status = optind < argc ? usage_error(&usage, "one word too many: %s", argv[optind]) : run(&command);
    arguments_free(&command);
    return status;
}
