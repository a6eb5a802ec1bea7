/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host/check.h"
#include "host/command.h"
#include "host/options.h"
#include "host/text.h"
#include "host/workers.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

enum { DIRECTORY, JOBS, ENGINE, TARGET };

static const struct option_entry options[] = {
    {"dir", 'd', "DIRECTORY", "where the recordings are (default: $RECCTRL_DIR, or .)"},
    {"jobs", 'j', "N", "check N recordings at a time (default: 1)"},
    {"engine", 'e', "DIRECTORY", "a PANDA: build tree, install prefix or unpacked wheel"},
    {"target", 't', "TARGET", "of recordings whose manifest does not say"},
    {0},
};

static const struct usage usage = {
    "recctrl verify",
    "[OPTION…] RECORDING… [-- PANDA ARGUMENT…]",
    "Replays each recording to its end, and compares with its manifest, as far as that has them:\n"
    "size and SHA-256 of the files, the number of instructions, and the checksum of RAM and\n"
    "registers where it ended. Says for each what was compared. A recording without a manifest\n"
    "needs --target, and its machine among the arguments.\n",
    options,
};

struct context {
    const char *directory;
    struct replay_request request;
};

static void tell_progress(void *context, double done)
{
    fprintf(context, "P %f\n", done);
}

static bool verify(const char *argument, FILE *out, void *data)
{
    const struct context *context = data;
    struct recording recording;
    struct check_result result = {0};
    struct error error;
    char count[TEXT_SIZE];

    if (!recording_find(context->directory, argument, &recording, &error)) {
        fprintf(out, "R recctrl verify: %s\n", error.text);
        return false;
    }
    bool passed = check_recording(&recording, &context->request, tell_progress, out, &result, &error);
    fputs("R ", out);
    print_safely(out, recording.name);
    if (passed) {
        fprintf(out, ": replays%s%s, %s instructions%s%s\n", result.plugin ? " with our plugin " : "",
                result.plugin ? result.plugin : "", text_count(count, result.instructions),
                result.files_compared ? ", files as recorded" : ", no SHA-256 to compare with",
                result.checksum_compared ? ", RAM and registers as recorded"
                                         : ", no checksum of RAM to compare with");
    } else {
        fputs(": ", out);
        print_safely(out, error.text);
        fputc('\n', out);
    }
    recording_close(&recording);
    return passed;
}

int command_verify(int argc, char **argv)
{
    struct context context = {.directory = default_directory(), .request.extra = options_split(&argc, argv)};
    int option, jobs = 1;
    char *end;

    while ((option = options_next(&usage, argc, argv)) != OPTIONS_DONE) {
        switch (option) {
        case DIRECTORY:
            context.directory = optarg;
            break;
        case JOBS:
            jobs = (int)strtol(optarg, &end, 10);
            if (*end || end == optarg || jobs < 1) {
                return usage_error(&usage, "--jobs takes a number from 1 on, not \"%s\"", optarg);
            }
            break;
        case ENGINE:
            context.request.engine = optarg;
            break;
        case TARGET:
            context.request.target = optarg;
            break;
        default:
            return options_status(option);
        }
    }
    if (optind == argc) {
        return usage_error(&usage, "name a recording, or \"latest\"");
    }
    int failed = workers_run(argv + optind, argc - optind, jobs, verify, &context);
    return failed ? EXIT_FAILED : EXIT_DONE;
}
