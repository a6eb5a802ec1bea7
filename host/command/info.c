/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host/command.h"
#include "host/describe.h"
#include "host/options.h"
#include "host/packing.h"
#include "host/text.h"

#include <getopt.h>
#include <stdlib.h>

enum { DIR_OPTION, JSON_OPTION };

static const struct option_entry options[] = {
    {"dir", 'd', "DIRECTORY", "where the recordings are (default: $RECCTRL_DIR, or .)"},
    {"json", 'j', NULL, "print a JSON array instead of text"},
    {0},
};

static const struct usage usage = {
    "recctrl info",
    "[OPTION…] RECORDING…",
    "Shows all that is known of recordings without replaying them. A recording is a name, the\n"
    "path of a recording or of one of its files, or \"latest\".\n",
    options,
};

static void line(const char *label, const char *value)
{
    if (value && *value) {
        printf("%-13s ", label);
        print_safely(stdout, value);
        putchar('\n');
    }
}

static void print_file(const char *label, const struct manifest_file *file)
{
    char bytes[TEXT_SIZE];
    if (file->known) {
        printf("%-13s %s", label, text_bytes(bytes, file->bytes));
        printf(*file->sha256 ? ", SHA-256 %s\n" : "\n", file->sha256);
    }
}

static void print_list(const char *label, char *const *strings, size_t count)
{
    if (count > 0) {
        printf("%-13s", label);
        for (size_t i = 0; i < count; i++) {
            putchar(' ');
            print_safely(stdout, strings[i]);
        }
        putchar('\n');
    }
}

static void print_text(const struct recording *recording)
{
    const struct manifest *manifest = &recording->manifest;
    char text[TEXT_SIZE];

    line("name", recording->name);
    line("directory", recording->directory);
    printf("%-13s %s", "state", manifest_state_word(manifest->state));
    if (manifest->reason && manifest->state != MANIFEST_WHOLE) {
        printf(": ");
        print_safely(stdout, manifest->reason);
    }
    putchar('\n');
    line("manifest", recording->files & FILE_MANIFEST ? NULL : "none");
    line("began", text_time(text, manifest->started_ms));
    if (manifest->ended_ms) {
        line("ended", text_time(text, manifest->ended_ms));
        line("length", text_duration(text, manifest->ended_ms - manifest->started_ms));
    }
    line("ended by", manifest_end_word(manifest->end_reason));
    if (manifest->instructions_known) {
        line("instructions", text_count(text, manifest->instructions));
    }
    printf("%-13s %s (%s)\n", "on disk", text_bytes(text, recording->bytes), recording_stored(recording));
    char *against = packed_against(recording);
    line("needs", against);
    free(against);
    print_file("snapshot", &manifest->snapshot);
    print_file("log", &manifest->log);
    line("RAM", manifest->ram_checksum);
    line("registers", manifest->register_checksum);
    line("target", manifest->target);
    line("engine", manifest->engine);
    print_list("machine", manifest->machine, manifest->machine_count);
    line("started in", manifest->cwd);
    print_list("sessions", manifest->sessions, manifest->session_count);
    line("note", manifest->note);
    line("plugin", manifest->plugin_version);
    if (manifest->contract) {
        printf("%-13s %u\n", "contract", manifest->contract);
    }
}

int command_info(int argc, char **argv)
{
    const char *directory = default_directory();
    json_t *array = NULL;
    int option, status = EXIT_DONE;

    while ((option = options_next(&usage, argc, argv)) != OPTIONS_DONE) {
        switch (option) {
        case DIR_OPTION:
            directory = optarg;
            break;
        case JSON_OPTION:
            array = array ? array : json_array();
            break;
        default:
            json_decref(array);
            return options_status(option);
        }
    }
    if (optind == argc) {
        json_decref(array);
        return usage_error(&usage, "name a recording, or \"latest\"");
    }
    for (int i = optind; i < argc; i++) {
        struct recording recording;
        struct error error;
        if (!recording_find(directory, argv[i], &recording, &error)) {
            complain("recctrl info", &error);
            status = EXIT_FAILED;
            continue;
        }
        if (array) {
            json_array_append_new(array, describe_recording(&recording));
        } else {
            printf("%s", i > optind ? "\n" : "");
            print_text(&recording);
        }
        recording_close(&recording);
    }
    if (array) {
        json_dumpf(array, stdout, JSON_INDENT(2));
        putchar('\n');
    }
    json_decref(array);
    return status;
}
