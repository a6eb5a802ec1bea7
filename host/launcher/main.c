/* SPDX-License-Identifier: GPL-2.0-or-later */
/* recctrl-panda: runs a PANDA that comes as a library only, the way its own panda-system-<target> would. */
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/error.h"
#include "kick.h"
#include "layout.h"
#include "library.h"

enum { FAILED = 1, WRONG_USAGE = 2 };

static const char usage[] =
    "usage: recctrl-panda --engine DIRECTORY --target TARGET [--] [QEMU ARGUMENT...]\n"
    "Runs PANDA. DIRECTORY is a build tree, an install prefix or an unpacked wheel; TARGET is x86_64, i386, arm, ...\n"
    "PANDA's own firmware directory is put behind the arguments (-L), so that one of yours comes first.\n";

struct options {
    const char *engine;
    const char *target;
    char **arguments; /* PANDA's, ended by NULL */
    int count;
};

/* Stops at the first argument that is not the launcher's own. Returns false after a message on wrong usage. */
static bool parse(int argc, char **argv, struct options *options)
{
    static const struct option table[] = {
        {"engine", required_argument, NULL, 'e'},
        {"target", required_argument, NULL, 't'},
        {"help", no_argument, NULL, 'h'},
        {NULL, 0, NULL, 0},
    };
    int letter;

    while (optind < argc && strncmp(argv[optind], "--", 2) == 0
           && (letter = getopt_long(argc, argv, "+", table, NULL)) != -1) {
        switch (letter) {
        case 'e':
            options->engine = optarg;
            break;
        case 't':
            options->target = optarg;
            break;
        case 'h':
            fputs(usage, stdout);
            exit(EXIT_SUCCESS);
        default:
            fputs(usage, stderr);
            return false;
        }
    }
    if (options->engine == NULL || options->target == NULL) {
        fprintf(stderr, "recctrl-panda: %s is missing\n%s", options->engine == NULL ? "--engine" : "--target", usage);
        return false;
    }
    options->arguments = argv + optind;
    options->count = argc - optind;
    return true;
}

/* PANDA's argument vector, ended by NULL; NULL: out of memory. It is PANDA's to keep. */
static char **build_arguments(const struct options *options, struct layout *layout, int *count)
{
    char **arguments = calloc((size_t)options->count + 4, sizeof(*arguments));

    if (arguments == NULL) {
        return NULL;
    }
    arguments[0] = layout->program;
    memcpy(arguments + 1, options->arguments, (size_t)options->count * sizeof(*arguments));
    *count = 1 + options->count;
    if (layout->firmware[0] != '\0') {
        arguments[(*count)++] = "-L";
        arguments[(*count)++] = layout->firmware;
    }
    return arguments;
}

static void on_abort(int number)
{
    (void)number;
    _exit(FAILED);
}

/* PANDA aborts where a plugin refuses its arguments, after a message: no crash, and no core is wanted of it. */
static int start_panda(const struct library *library, int count, char **arguments)
{
    struct sigaction refusal = {.sa_handler = on_abort}, before;

    sigaction(SIGABRT, &refusal, &before);
    int status = library->init(count, arguments, environ);
    sigaction(SIGABRT, &before, NULL);
    return status;
}

static bool run(const struct options *options, int *status, struct error *error)
{
    static struct layout layout;   /* as long as the process, because PANDA and the thread */
    static struct library library; /* keep pointers into them */
    char **arguments;
    int count;

    /* Before GLib comes with the engine: its own allocator hangs in a forked child if another thread held it then. */
    setenv("G_SLICE", "always-malloc", 1);
    if (!layout_find(options->engine, options->target, &layout, error)
        || !library_load(&layout, &library, error)) {
        return false;
    }
    arguments = build_arguments(options, &layout, &count);
    if (arguments == NULL) {
        return error_fail(error, "out of memory");
    }
    /* A headless machine plays nothing; PANDA would complain about each driver that it cannot use. */
    setenv("QEMU_AUDIO_DRV", "none", 0);
    /* PANDA's messages go through stdio: whoever reads them from a pipe wants each line when it is written. */
    setvbuf(stdout, NULL, _IOLBF, 0);
    *status = start_panda(&library, count, arguments);
    if (*status != 0 || *library.first_cpu == NULL) {
        return true; /* PANDA said why, or did all it was asked for, as with -version */
    }
    if (!kick_start(&library, error)) {
        return false;
    }
    library.run();
    *status = library.finish();
    return true;
}

int main(int argc, char **argv)
{
    struct options options = {0};
    struct error error = {{0}};
    int status = FAILED;

    if (!parse(argc, argv, &options)) {
        return WRONG_USAGE;
    }
    if (!run(&options, &status, &error)) {
        fprintf(stderr, "recctrl-panda: %s\n", error.text);
        return FAILED;
    }
    return status;
}
