/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host/command.h"
#include "host/options.h"
#include "host/repair.h"
#include "host/text.h"

#include <getopt.h>

enum { DIRECTORY };

static const struct option_entry options[] = {
    {"dir", 'd', "DIRECTORY", "where the recordings are (default: $RECCTRL_DIR, or .)"},
    {0},
};

static const struct usage usage = {
    "recctrl repair",
    "[OPTION…] RECORDING…",
    "Repairs recordings whose recorder died: cuts the log behind the last instruction that it has\n"
    "in whole, and ends it there, so that the recording replays up to that point; its state is\n"
    "then \"repaired\". Its snapshot must have been written to the end.\n",
    options,
};

static bool repair(const char *directory, const char *argument)
{
    struct recording recording;
    struct repair_result result;
    struct error error;
    char count[TEXT_SIZE];

    if (!recording_find(directory, argument, &recording, &error)) {
        complain("recctrl repair", &error);
        return false;
    }
    enum repair_outcome outcome = repair_recording(&recording, &result, &error);
    if (outcome == REPAIR_FAILED) {
        error_prefix(&error, "%s can't be repaired", recording.name);
        complain("recctrl repair", &error);
    } else {
        print_safely(stdout, recording.name);
        text_count(count, result.instructions);
        switch (outcome) {
        case REPAIR_CUT:
            printf(": repaired, replays %s instructions; ", count);
            printf("%s bytes at the end of its log were cut off\n", text_count(count, result.lost_bytes));
            break;
        case REPAIR_WHOLE:
            printf(": whole, replays %s instructions; only its manifest did not say so\n", count);
            break;
        default:
            printf(": %s, nothing to repair\n", manifest_state_word(result.state));
        }
    }
    recording_close(&recording);
    return outcome != REPAIR_FAILED;
}

int command_repair(int argc, char **argv)
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
        if (!repair(directory, argv[i])) {
            status = EXIT_FAILED;
        }
    }
    return status;
}
