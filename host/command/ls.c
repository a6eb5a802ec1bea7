/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host/command.h"
#include "host/describe.h"
#include "host/listing.h"
#include "host/options.h"
#include "host/text.h"

#include <getopt.h>

enum { DIR_OPTION, JSON_OPTION, NAMES_OPTION };

static const struct option_entry options[] = {
    {"dir", 'd', "DIRECTORY", "where the recordings are (default: $RECCTRL_DIR, or .)"},
    {"json", 'j', NULL, "print a JSON array instead of a table"},
    {"names", 0, NULL, "print the names only, one per line"},
    {0},
};

static const struct usage usage = {
    "recctrl ls",
    "[OPTION…]",
    "Lists the recordings of a directory, the oldest first: name, state (recording, whole,\n"
    "incomplete or repaired), when it began, how long it lasted, how many guest instructions\n"
    "it covers, and its size on disk. Recordings without a manifest are listed too.\n",
    options,
};

static void print_table(const struct listing *listing)
{
    size_t width = 4;
    char start[TEXT_SIZE], length[TEXT_SIZE], instructions[TEXT_SIZE], bytes[TEXT_SIZE];

    for (size_t i = 0; i < listing->count; i++) {
        size_t columns = text_columns(listing->recordings[i].name);
        width = columns > width ? columns : width;
    }
    print_padded(stdout, "NAME", width);
    printf("  %-10s  %-19s  %12s  %15s  %9s\n", "STATE", "BEGAN", "LENGTH", "INSTRUCTIONS", "SIZE");
    for (size_t i = 0; i < listing->count; i++) {
        const struct recording *recording = &listing->recordings[i];
        const struct manifest *manifest = &recording->manifest;
        print_padded(stdout, recording->name, width);
        printf("  %-10s  %-19s  %12s  %15s  %9s\n", manifest_state_word(manifest->state),
               text_time(start, manifest->started_ms),
               manifest->ended_ms ? text_duration(length, manifest->ended_ms - manifest->started_ms) : "?",
               manifest->instructions_known ? text_count(instructions, manifest->instructions) : "?",
               text_bytes(bytes, recording->bytes));
    }
}

static void print_names(const struct listing *listing)
{
    for (size_t i = 0; i < listing->count; i++) {
        print_safely(stdout, listing->recordings[i].name);
        putchar('\n');
    }
}

static int print_json(const struct listing *listing)
{
    json_t *array = json_array();
    for (size_t i = 0; i < listing->count; i++) {
        if (json_array_append_new(array, describe_recording(&listing->recordings[i])) != 0) {
            fprintf(stderr, "recctrl ls: memory is short\n");
            json_decref(array);
            return EXIT_FAILED;
        }
    }
    json_dumpf(array, stdout, JSON_INDENT(2));
    putchar('\n');
    json_decref(array);
    return EXIT_DONE;
}

int command_ls(int argc, char **argv)
{
    const char *directory = default_directory();
    bool json = false, names = false;
    int option;

    while ((option = options_next(&usage, argc, argv)) != OPTIONS_DONE) {
        switch (option) {
        case DIR_OPTION:
            directory = optarg;
            break;
        case JSON_OPTION:
            json = true;
            break;
        case NAMES_OPTION:
            names = true;
            break;
        default:
            return options_status(option);
        }
    }
    if (optind < argc) {
        return usage_error(&usage, "takes no argument such as \"%s\"; name a directory with --dir",
                           argv[optind]);
    }
    struct listing listing;
    struct error error;
    if (!listing_read(directory, &listing, &error)) {
        complain("recctrl ls", &error);
        return EXIT_FAILED;
    }
    int status = EXIT_DONE;
    if (json) {
        status = print_json(&listing);
    } else if (names) {
        print_names(&listing);
    } else {
        print_table(&listing);
    }
    listing_free(&listing);
    return status;
}
