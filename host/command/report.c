/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host/command.h"
#include "host/html.h"
#include "host/options.h"
#include "host/text.h"

#include <errno.h>
#include <getopt.h>
#include <string.h>
#include <time.h>

enum { OUTPUT };

static const struct option_entry options[] = {
    {"output", 'o', "FILE", "the page (default: standard output)"},
    {0},
};

static const struct usage usage = {
    "recctrl report",
    "[OPTION…] [DIRECTORY]",
    "Writes one HTML page about all recordings of a directory (default: $RECCTRL_DIR, or .): when\n"
    "they were made, how large they are, who took part, how each ended, and what is broken. The\n"
    "page needs no network, and can be copied anywhere.\n",
    options,
};

static int write_page(FILE *out, const char *directory, const struct listing *listing, const char *name)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    html_write(out, directory, listing, (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000);
    if (fflush(out) != 0 || ferror(out)) {
        fprintf(stderr, "recctrl report: can't write %s: %s\n", name, strerror(errno));
        return EXIT_FAILED;
    }
    return EXIT_DONE;
}

int command_report(int argc, char **argv)
{
    const char *directory = default_directory(), *output = NULL;
    struct listing listing;
    struct error error;
    int option, status = EXIT_FAILED;

    while ((option = options_next(&usage, argc, argv)) != OPTIONS_DONE) {
        switch (option) {
        case OUTPUT:
            output = optarg;
            break;
        default:
            return options_status(option);
        }
    }
    if (argc - optind > 1) {
        return usage_error(&usage, "takes one directory");
    }
    if (optind < argc) {
        directory = argv[optind];
    }
    if (!listing_read(directory, &listing, &error)) {
        complain("recctrl report", &error);
        return EXIT_FAILED;
    }
    FILE *out = output ? fopen(output, "we") : stdout;
    if (out) {
        status = write_page(out, directory, &listing, output ? output : "standard output");
    } else {
        fprintf(stderr, "recctrl report: can't create %s: %s\n", output, strerror(errno));
    }
    if (out && output) {
        fclose(out);
    }
    listing_free(&listing);
    return status;
}
