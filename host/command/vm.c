/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host/arguments.h"
#include "host/command.h"
#include "host/engine.h"
#include "host/machine.h"
#include "host/options.h"
#include "host/text.h"
#include "host/recording.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define GO_ON -1 /* parse(): neither help nor a mistake */

enum {
    TARGET,
    ENGINE,
    GUEST,
    DIRECTORY,
    PRINT,
    SESSION_REC,
    NREC,
    DRY,
    TIMEOUT,
    MAX_SIZE,
    MIN_FREE,
    MAX_STARTS,
    MAX_SESSIONS,
    MAX_CALLS,
    SNAPSHOT,
    CHECKSUM,
    TOKEN_FILE,
    PACK,
    ON_RECORD,
    PLUGIN
};

static const struct option_entry options[] = {
    {"target", 't', "TARGET", "x86_64 (default), i386, arm, aarch64 …"},
    {"engine", 'e', "DIRECTORY", "a PANDA: build tree, install prefix or unpacked wheel"},
    {"guest", 'g', "GUEST",
     "a default guest by name (default: the target's), or a directory with a file \"args\""},
    {"dir", 'd', "DIRECTORY", "where recordings go (default: $RECCTRL_DIR, or .)"},
    {"print", 'p', NULL, "print the command line, one argument per line, and run nothing"},
    {"session-rec", 0, NULL, "record while at least one session is open, instead of by toggle"},
    {"nrec", 0, "N", "quit when the Nth recording is whole"},
    {"dry", 0, NULL, "answer the guest, but record nothing"},
    {"timeout", 0, "SECONDS", "end a recording after that time"},
    {"max-size", 0, "BYTES", "end a recording when its log has that size; 500K, 20M, 3G"},
    {"min-free", 0, "BYTES", "end recordings, and start none, when the disk has less than that"},
    {"max-starts", 0, "N", "start at most N recordings a minute"},
    {"max-sessions", 0, "N", "count at most N open sessions"},
    {"max-calls", 0, "N", "let the guest make at most N calls a minute in recordings, others wait"},
    {"snapshot", 0, "fork|sync", "write snapshots beside the running guest (default), or while it waits"},
    {"checksum", 0, NULL, "keep a checksum of RAM and registers for recctrl verify"},
    {"token-file", 0, "FILE", "answer only guests that know the secret in this file"},
    {"pack", 0, NULL, "compress each recording when it is whole, as recctrl pack does"},
    {"on-record", 0, "PROGRAM", "run this after each recording that is whole"},
    {"plugin", 0, "KEY=VALUE", "any other argument of the plugin; can be repeated"},
    {0},
};

static const struct usage usage = {
    "recctrl vm",
    "[OPTION…] [-- QEMU ARGUMENT…]",
    "Boots a machine in PANDA with the plugin that lets the guest record itself. Without QEMU\n"
    "arguments it is the target's default guest, with its console on this terminal: Ctrl-A X\n"
    "quits. With QEMU arguments the machine is what they say, or with --guest that guest and\n"
    "they in addition.\n",
    options,
};

struct request {
    const char *target, *engine, *guest, *directory;
    bool print;
    struct arguments plugin; /* key=value */
};

static int parse(int argc, char **argv, struct request *request)
{
    static const char *const keys[] = {
        [SESSION_REC] = "session_rec=y",
        [NREC] = "nrec=",
        [DRY] = "dry=y",
        [TIMEOUT] = "timeout=",
        [MAX_SIZE] = "max_size=",
        [MIN_FREE] = "min_free=",
        [MAX_STARTS] = "max_starts=",
        [MAX_SESSIONS] = "max_sessions=",
        [MAX_CALLS] = "max_calls=",
        [SNAPSHOT] = "snapshot=",
        [CHECKSUM] = "checksum=y",
        [TOKEN_FILE] = "token_file=",
        [PACK] = "pack=y",
        [ON_RECORD] = "on_record=",
        [PLUGIN] = "",
    };
    int option;

    while ((option = options_next(&usage, argc, argv)) != OPTIONS_DONE) {
        switch (option) {
        case TARGET:
            request->target = optarg;
            break;
        case ENGINE:
            request->engine = optarg;
            break;
        case GUEST:
            request->guest = optarg;
            break;
        case DIRECTORY:
            request->directory = optarg;
            break;
        case PRINT:
            request->print = true;
            break;
        case OPTIONS_HELP:
        case OPTIONS_WRONG:
            return options_status(option);
        default:
            if (optarg && (strpbrk(optarg, ",;") || (option == PLUGIN && !strchr(optarg, '=')))) {
                return usage_error(&usage, "\"%s\" can't be %s --%s", optarg,
                                   option == PLUGIN ? "handed to the plugin by" : "the value of",
                                   options[option].name);
            }
            arguments_addf(&request->plugin, "%s%s", keys[option], optarg ? optarg : "");
        }
    }
    if (optind < argc) {
        return usage_error(&usage, "\"%s\" is no option; QEMU's arguments stand behind --", argv[optind]);
    }
    return GO_ON;
}

/* The directory's absolute path, if recordings can be written to it. */
static bool check_directory(const char *directory, char path[PATH_MAX], struct error *error)
{
    struct stat status;
    if (!realpath(directory, path) || stat(path, &status) != 0) {
        return error_fail(error, "can't record into %s: %s", directory, strerror(errno));
    }
    if (!S_ISDIR(status.st_mode)) {
        return error_fail(error, "can't record into %s: it is not a directory", directory);
    }
    if (faccessat(AT_FDCWD, path, W_OK | X_OK, AT_EACCESS) != 0) {
        return error_fail(error, "can't record into %s: %s", directory, strerror(errno));
    }
    if (strpbrk(path, ",;")) {
        return error_fail(error, "can't record into %s: PANDA can't be told paths with \",\" or \";\"", path);
    }
    return true;
}

/* Adds the guest's own arguments. */
static bool add_guest(const char *guest, struct arguments *machine, struct error *error)
{
    char path[PATH_MAX], *line = NULL;
    size_t size = 0;
    ssize_t length;

    if (!engine_guest(guest, path, error)) {
        return false;
    }
    FILE *file = fopen(path, "re");
    if (!file) {
        return error_fail(error, "can't open %s: %s", path, strerror(errno));
    }
    while ((length = getline(&line, &size, file)) >= 0) {
        line[strcspn(line, "\n")] = '\0';
        arguments_add(machine, line);
    }
    free(line);
    fclose(file);
    return true;
}

/* Puts the guest's console on this terminal, unless the arguments say where it is. */
static void add_console(struct arguments *machine)
{
    if (!machine_has_option(machine->list, machine->count, "display") &&
        !machine_has_option(machine->list, machine->count, "nographic")) {
        arguments_add(machine, "-display");
        arguments_add(machine, "none");
    }
    if (!machine_has_option(machine->list, machine->count, "serial") &&
        !machine_has_option(machine->list, machine->count, "nographic")) {
        arguments_add(machine, "-serial");
        arguments_add(machine, "mon:stdio");
    }
}

static bool build(struct request *request, char **qemu, struct arguments *command, struct error *error)
{
    struct engine engine;
    struct arguments machine = {0};
    char directory[PATH_MAX];
    size_t given = 0;

    while (qemu && qemu[given]) {
        given++;
    }
    if (!machine_recordable(qemu, given, error) || !check_directory(request->directory, directory, error) ||
        !engine_find(request->engine, &engine, error) ||
        !engine_has_plugin(&engine, request->target, "recctrl", error)) {
        return false;
    }
    bool own_machine = given > 0 && !request->guest;
    if (!own_machine && !add_guest(request->guest ? request->guest : request->target, &machine, error)) {
        return false;
    }
    arguments_add_all(&machine, qemu, given);
    if (!own_machine) {
        add_console(&machine);
    }
    engine_set_environment(&engine);
    engine_arguments(&engine, request->target, command);
    arguments_add_all(command, machine.list, machine.count);
    arguments_free(&machine);

    struct arguments plugin = {0};
    arguments_addf(&plugin, "recctrl:dir=%s", directory);
    for (size_t i = 0; i < request->plugin.count; i++) {
        arguments_addf(&plugin, "%s,%s", plugin.list[i], request->plugin.list[i]);
    }
    arguments_add(command, "-panda");
    arguments_add(command, plugin.list[plugin.count - 1]);
    arguments_free(&plugin);
    return true;
}

static int run(struct request *request, char **qemu, struct arguments *command)
{
    struct error error;

    if (!build(request, qemu, command, &error)) {
        complain("recctrl vm", &error);
        return EXIT_FAILED;
    }
    if (request->print) {
        for (size_t i = 0; i < command->count; i++) {
            puts(command->list[i]);
        }
        return EXIT_DONE;
    }
    execv(command->list[0], command->list);
    fprintf(stderr, "recctrl vm: can't run %s: %s\n", command->list[0], strerror(errno));
    return EXIT_FAILED;
}

int command_vm(int argc, char **argv)
{
    struct request request = {.target = "x86_64", .directory = default_directory()};
    struct arguments command = {0};
    char **qemu = options_split(&argc, argv);
    int status = parse(argc, argv, &request);

    if (status == GO_ON) {
        status = run(&request, qemu, &command);
    }
    arguments_free(&command);
    arguments_free(&request.plugin);
    return status;
}
