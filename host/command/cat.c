/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host/command.h"
#include "host/options.h"
#include "host/transcript/lines.h"
#include "host/transcript/source.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

enum { SESSION, FRESH };

static const struct option_entry options[] = {
    SOURCE_OPTIONS("of this session only, as cast --list numbers them"),
    {0},
};

static const struct usage usage = {
    "recctrl cat",
    "[OPTION…] RECORDING",
    "Prints what was seen in the sessions of a recording, as text: without colours and escape\n"
    "sequences, without what was typed over. Of a full-screen program that is the pieces that it\n"
    "drew, in their order. If there are several sessions, a line says where each begins.\n",
    options,
};

static void print_line(void *context, const char *text, size_t size, uint64_t us)
{
    (void)context;
    (void)us;
    fwrite(text, 1, size, stdout);
    putchar('\n');
}

static bool print_all(struct source *source)
{
    size_t count = source->transcript.channels.count;

    for (uint32_t i = 1; i <= count; i++) {
        if (!source_wants(source, i)) {
            continue;
        }
        if (count > 1 && source->only == 0) {
            char *title = source_title(source, i);
            printf("%s== session %u: %s\n", i > 1 ? "\n" : "", (unsigned)i, title ? title : "");
            free(title);
        }
        if (!lines_read(&source->transcript, i, LINES_OF_OUTPUT, print_line, NULL)) {
            fprintf(stderr, "%s: can't read its transcript\n", usage.command);
            return false;
        }
    }
    return true;
}

int command_cat(int argc, char **argv)
{
    struct source source = {.command = usage.command, .directory = default_directory()};
    int option, status;

    while ((option = options_next(&usage, argc, argv)) != OPTIONS_DONE) {
        status = source_option(&source, &usage, FRESH, option);
        if (status >= 0) {
            return status;
        }
    }
    if (argc - optind != 1) {
        return usage_error(&usage, "name one recording");
    }
    if (!source_open(&source, argv[optind])) {
        return EXIT_FAILED;
    }
    bool well = print_all(&source) && !source.transcript.partial;
    source_close(&source);
    return well ? EXIT_DONE : EXIT_FAILED;
}
