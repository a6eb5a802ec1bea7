/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host/command.h"
#include "host/options.h"
#include "host/text.h"
#include "host/packing.h"
#include "host/progress.h"

#include <getopt.h>
#include <stdio.h>

enum { DIRECTORY };

static const struct option_entry options[] = {
    {"dir", 'd', "DIRECTORY", "where the recordings are (default: $RECCTRL_DIR, or .)"},
    {0},
};

static const struct usage usage = {
    "recctrl unpack",
    "[OPTION…] RECORDING…",
    "Makes packed recordings the files again that PANDA reads. What comes out must have the\n"
    "SHA-256 of what was packed; only then the packed file goes.\n",
    options,
};

static bool unpack(const char *directory, const char *argument)
{
    struct recording recording;
    struct error error;
    bool well = recording_find(directory, argument, &recording, &error);
    if (well) {
        well = unpack_recording(&recording, &error);
        recording_close(&recording);
    }
    progress_hide();
    if (!well) {
        complain("recctrl unpack", &error);
    }
    return well;
}

int command_unpack(int argc, char **argv)
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
        progress_show(argv[i], (double)(i - optind) / (argc - optind));
        if (!unpack(directory, argv[i])) {
            status = EXIT_FAILED;
        }
    }
    return status;
}
