/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host/replay.h"

#include "host/child.h"
#include "host/command.h"
#include "host/options.h"
#include "host/text.h"

#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

enum { DIRECTORY, ENGINE, TARGET, PRINT };

static const struct option_entry options[] = {
    {"dir", 'd', "DIRECTORY", "where the recordings are (default: $RECCTRL_DIR, or .)"},
    {"engine", 'e', "DIRECTORY", "a PANDA: build tree, install prefix or unpacked wheel"},
    {"target", 't', "TARGET", "of a recording whose manifest does not say"},
    {"print", 'p', NULL, "print the command line, one argument per line, and run nothing"},
    {0},
};

static const struct usage usage = {
    "recctrl replay",
    "[OPTION…] RECORDING [-- PANDA ARGUMENT…]",
    "Replays a recording on the machine that its manifest describes, in any directory and on\n"
    "any engine. PANDA's arguments are added, for example plugins:\n"
    "    recctrl replay latest -- -panda stringsearch:str=hello\n"
    "A recording without a manifest needs --target, and its machine among the arguments.\n",
    options,
};

static int run(char *const *command)
{
    pid_t pid = child_start(command, -1);
    if (pid < 0) {
        fprintf(stderr, "recctrl replay: can't start a process: %s\n", strerror(errno));
        return EXIT_FAILED;
    }
    int status = child_wait(pid);
    if (WIFSIGNALED(status)) {
        fprintf(stderr, "recctrl replay: PANDA was ended by signal %d (%s)\n", WTERMSIG(status),
                strsignal(WTERMSIG(status)));
    }
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? EXIT_DONE : EXIT_FAILED;
}

static int replay(const struct recording *recording, const struct replay_request *request, bool print)
{
    struct replay_files files = {0};
    struct engine engine;
    struct arguments command = {0};
    const char *plugin = NULL;
    struct error error;
    int status = EXIT_FAILED;

    if (!recording_require_replayable(recording, &error)) {
        error_prefix(&error, "%s", recording->name);
        complain("recctrl replay", &error);
        return EXIT_FAILED;
    }
    if (!replay_files_open(recording, &files, &error) ||
        !replay_command(recording, &files, request, &engine, &command, &plugin, &error)) {
        complain("recctrl replay", &error);
    } else if (print) {
        for (size_t i = 0; i < command.count; i++) {
            puts(command.list[i]);
        }
        status = EXIT_DONE;
    } else {
        if (plugin) {
            fprintf(stderr, "recctrl replay: with our plugin %s; without it, PANDA needs -singlestep here\n",
                    plugin);
        }
        engine_set_environment(&engine);
        status = run(command.list);
    }
    replay_files_close(&files);
    arguments_free(&command);
    return status;
}

int command_replay(int argc, char **argv)
{
    struct replay_request request = {.extra = options_split(&argc, argv)};
    const char *directory = default_directory();
    struct recording recording;
    struct error error;
    bool print = false;
    int option;

    while ((option = options_next(&usage, argc, argv)) != OPTIONS_DONE) {
        switch (option) {
        case DIRECTORY:
            directory = optarg;
            break;
        case ENGINE:
            request.engine = optarg;
            break;
        case TARGET:
            request.target = optarg;
            break;
        case PRINT:
            print = true;
            break;
        default:
            return options_status(option);
        }
    }
    if (argc - optind != 1) {
        return usage_error(&usage, "name one recording; PANDA's arguments stand behind --");
    }
    if (!recording_find(directory, argv[optind], &recording, &error)) {
        complain("recctrl replay", &error);
        return EXIT_FAILED;
    }
    int status = replay(&recording, &request, print);
    recording_close(&recording);
    return status;
}
