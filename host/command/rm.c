/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host/command.h"
#include "host/options.h"
#include "host/text.h"
#include "host/packing.h"
#include "host/recording.h"
#include "host/remove.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

enum { DIRECTORY };

static const struct option_entry options[] = {
    {"dir", 'd', "DIRECTORY", "where the recordings are (default: $RECCTRL_DIR, or .)"},
    {0},
};

static const struct usage usage = {
    "recctrl rm",
    "[OPTION…] RECORDING…",
    "Deletes recordings: all files of each. One that is being recorded is refused, and one that\n"
    "another recording, which stays, is packed against.\n",
    options,
};

struct victim {
    struct recording recording;
    bool found;
    bool packed_against; /* another recording, which may be among the victims */
};

/* All are looked up before the first goes: "latest" would be another one afterwards. */
static bool find_all(struct victim *victims, char *const *arguments, int count, const char *directory)
{
    bool well = true;
    for (int i = 0; i < count; i++) {
        struct error error;
        victims[i].found = recording_find(directory, arguments[i], &victims[i].recording, &error);
        if (!victims[i].found) {
            complain("recctrl rm", &error);
            well = false;
            continue;
        }
        char *against = packed_against(&victims[i].recording);
        victims[i].packed_against = against != NULL;
        free(against);
    }
    return well;
}

static bool remove_some(struct victim *victims, int count, bool packed_against)
{
    bool well = true;
    for (int i = 0; i < count; i++) {
        struct error error;
        if (victims[i].found && victims[i].packed_against == packed_against &&
            !recording_remove(&victims[i].recording, &error)) {
            complain("recctrl rm", &error);
            well = false;
        }
    }
    return well;
}

/* First those that are packed against another, then what they needed. */
static bool remove_all(char *const *arguments, int count, const char *directory)
{
    struct victim *victims = calloc((size_t)count, sizeof *victims);
    if (!victims) {
        fprintf(stderr, "recctrl rm: memory is short\n");
        return false;
    }
    bool well = find_all(victims, arguments, count, directory);
    well = remove_some(victims, count, true) && well;
    well = remove_some(victims, count, false) && well;
    for (int i = 0; i < count; i++) {
        if (victims[i].found) {
            recording_close(&victims[i].recording);
        }
    }
    free(victims);
    return well;
}

int command_rm(int argc, char **argv)
{
    const char *directory = default_directory();
    int option;

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
    return remove_all(argv + optind, argc - optind, directory) ? EXIT_DONE : EXIT_FAILED;
}
