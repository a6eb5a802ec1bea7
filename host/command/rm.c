/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host/command.h"
#include "host/options.h"
#include "host/recording.h"
#include "host/remove.h"

#include <getopt.h>
#include <stdio.h>

enum { DIRECTORY };

static const struct option_entry options[] = {
    {"dir", 'd', "DIRECTORY", "where the recordings are (default: $RECCTRL_DIR, or .)"},
    {0},
};

static const struct usage usage = {
    "recctrl rm",
    "[OPTION…] RECORDING…",
    "Deletes recordings: all files of each. One that is being recorded is refused.\n",
    options,
};

int command_rm(int argc, char **argv)
{
    const char *directory = default_directory();
    int option, status = EXIT_DONE;

    while ((option = options_next(&usage, argc, argv)) != OPTIONS_DONE) {
        switch (option) {
        case DIRECTORY:
            directory = optarg;
            break;
        default:
            return options_status(option);
        }
    }
    if (optind == argc) {
        return usage_error(&usage, "name a recording, or \"latest\"");
    }
    for (int i = optind; i < argc; i++) {
        struct recording recording;
        struct error error;
        if (!recording_find(directory, argv[i], &recording, &error)) {
            fprintf(stderr, "recctrl rm: %s\n", error.text);
            status = EXIT_FAILED;
            continue;
        }
        if (!recording_remove(&recording, &error)) {
            fprintf(stderr, "recctrl rm: %s\n", error.text);
            status = EXIT_FAILED;
        }
        recording_close(&recording);
    }
    return status;
}
