/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host/command.h"
#include "host/options.h"
#include "host/progress.h"
#include "host/report/overview.h"
#include "host/report/page.h"
#include "host/text.h"
#include "host/transcript/transcript.h"

#include <getopt.h>
#include <time.h>

enum { OUTPUT, REPLAY, DIRECTORY, ENGINE };

static const struct option_entry options[] = {
    {"output", 'o', "FILE", "the page (default: standard output)"},
    {"replay", 'r', NULL, "first replay those of which no transcript is kept"},
    {"dir", 'd', "DIRECTORY", "where the recordings are, as DIRECTORY alone says too"},
    {"engine", 'e', "DIRECTORY", "for that, a PANDA: build tree, install prefix or unpacked wheel"},
    {0},
};

static const struct usage usage = {
    "recctrl report",
    "[OPTION…] [DIRECTORY]",
    "Writes one HTML page about all recordings of a directory (default: $RECCTRL_DIR, or .): when\n"
    "they were made, how large they are, who took part, how each ended, and what is broken. Of\n"
    "recordings whose transcript is kept (see recctrl cast), the page plays the sessions and\n"
    "searches their text. It needs no network, and can be copied anywhere; what was seen in the\n"
    "sessions is in it then, and so a new FILE can be read by its owner only.\n",
    options,
};

static void write_to(FILE *out, const char *directory, const struct listing *listing)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    report_overview_write(out, directory, listing, (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000);
}

static bool write_page(const char *path, const char *directory, const struct listing *listing, struct error *error)
{
    struct page page;

    if (!page_open(&page, path, error)) {
        return false;
    }
    write_to(page.out, directory, listing);
    return page_keep(&page, error);
}

static void show(void *context, double done)
{
    progress_show(context, done);
}

/* Makes and keeps the transcripts that are missing. What can't be read is said, and no reason for having no page. */
static void replay_all(const char *directory, const struct replay_request *request)
{
    struct listing listing;
    struct error error;

    if (!listing_read(directory, &listing, &error)) {
        return;
    }
    for (size_t i = 0; i < listing.count; i++) {
        struct recording *recording = &listing.recordings[i];
        struct transcript transcript;
        if (!recording_replayable(recording)) {
            continue;
        }
        bool opened = transcript_open(recording, request, false, show, recording->name, &transcript, &error);
        progress_hide();
        if (opened) {
            transcript_close(&transcript);
        } else {
            error_prefix(&error, "%s", recording->name);
            complain(usage.command, &error);
        }
    }
    listing_free(&listing);
}

int command_report(int argc, char **argv)
{
    const char *directory = default_directory(), *output = NULL;
    struct replay_request request = {0};
    bool replay = false;
    struct listing listing;
    struct error error;
    int option, status = EXIT_FAILED;

    while ((option = options_next(&usage, argc, argv)) != OPTIONS_DONE) {
        switch (option) {
        case OUTPUT:
            output = optarg;
            break;
        case REPLAY:
            replay = true;
            break;
        case DIRECTORY:
            directory = optarg;
            break;
        case ENGINE:
            request.engine = optarg;
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
    if (replay) {
        replay_all(directory, &request);
    }
    if (!listing_read(directory, &listing, &error)) {
        complain("recctrl report", &error);
        return EXIT_FAILED;
    }
    if (!output) {
        write_to(stdout, directory, &listing);
        status = EXIT_DONE;
    } else if (write_page(output, directory, &listing, &error)) {
        status = EXIT_DONE;
    } else {
        complain(usage.command, &error);
    }
    listing_free(&listing);
    return status;
}
