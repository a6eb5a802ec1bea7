/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host/command.h"
#include "host/listing.h"
#include "host/options.h"
#include "host/packing.h"
#include "host/progress.h"
#include "host/text.h"

#include <getopt.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { DIRECTORY, ALL, AGAINST, ALONE, LEVEL, IDLE, QUIET };

static const struct option_entry options[] = {
    {"dir", 'd', "DIRECTORY", "where the recordings are (default: $RECCTRL_DIR, or .)"},
    {"all", 'a', NULL, "pack all whole recordings of the directory that are not packed yet"},
    {"against", 0, "RECORDING",
     "pack against this one, of the same directory (default: the first of the series)"},
    {"alone", 0, NULL, "pack against nothing"},
    {"level", 'l', "N", "how hard zstd tries: 1 to 19 (default: 3)"},
    {"idle", 0, NULL, "use only what processor and disk time nobody else wants"},
    {"quiet", 'q', NULL, "say nothing but what fails, nor show how far it is"},
    {0},
};

static const struct usage usage = {
    "recctrl pack",
    "[OPTION…] RECORDING… | --all",
    "Compresses recordings. A recording is packed against another of the same machine, which\n"
    "leaves very little of it; that one is then needed to unpack it, and can't be deleted before.\n"
    "Every packed file is unpacked once, and compared by its SHA-256, before the original goes.\n"
    "replay, verify and info take packed recordings as they are.\n",
    options,
};

struct batch {
    const char *directory;
    bool all, quiet;
    struct pack_request request;
};

/* The scheduler's and the disk scheduler's idle classes. */
static void become_idle(void)
{
    enum { WHO_PROCESS = 1, CLASS_IDLE = 3, CLASS_SHIFT = 13 };
    struct sched_param none = {0};

    setpriority(PRIO_PROCESS, 0, 19);
    sched_setscheduler(0, SCHED_IDLE, &none);
    syscall(SYS_ioprio_set, WHO_PROCESS, 0, CLASS_IDLE << CLASS_SHIFT);
}

static int parse(int argc, char **argv, struct batch *batch)
{
    int option;
    char *end;

    while ((option = options_next(&usage, argc, argv)) != OPTIONS_DONE) {
        switch (option) {
        case DIRECTORY:
            batch->directory = optarg;
            break;
        case ALL:
            batch->all = true;
            break;
        case AGAINST:
            batch->request.against = optarg;
            break;
        case ALONE:
            batch->request.alone = true;
            break;
        case LEVEL:
            batch->request.level = (int)strtol(optarg, &end, 10);
            if (*end || end == optarg || batch->request.level < 1 || batch->request.level > 19) {
                return usage_error(&usage, "--level takes a number from 1 to 19, not \"%s\"", optarg);
            }
            break;
        case IDLE:
            become_idle();
            break;
        case QUIET:
            batch->quiet = true;
            break;
        default:
            return options_status(option);
        }
    }
    if (batch->all == (optind < argc)) {
        return usage_error(&usage, "name recordings, or say --all");
    }
    if (batch->request.alone && batch->request.against) {
        return usage_error(&usage, "--alone and --against exclude each other");
    }
    return OPTIONS_DONE;
}

static bool is_packed(const struct recording *recording)
{
    return !(recording->files & (FILE_SNAPSHOT | FILE_LOG));
}

static void show(const struct batch *batch, const char *name, double done)
{
    if (!batch->quiet) {
        progress_show(name, done);
    }
}

static void tell(const struct recording *before)
{
    struct recording after;
    struct error ignored;
    char before_text[TEXT_SIZE], after_text[TEXT_SIZE];

    if (!recording_open(before->dirfd, before->directory, before->name, &after, &ignored)) {
        return;
    }
    char *against = packed_against(&after);
    print_safely(stdout, after.name);
    printf(": %s, was %s", text_bytes(after_text, after.bytes), text_bytes(before_text, before->bytes));
    if (against) {
        printf(", packed against ");
        print_safely(stdout, against);
    }
    putchar('\n');
    free(against);
    recording_close(&after);
}

static bool pack(const struct recording *recording, const struct batch *batch)
{
    struct error error;
    bool packed = pack_recording(recording, &batch->request, &error);

    progress_hide();
    if (!packed) {
        complain("recctrl pack", &error);
    } else if (!batch->quiet) {
        tell(recording);
    }
    return packed;
}

static bool pack_all(const struct batch *batch)
{
    struct listing listing;
    struct error error;
    bool well = true;

    if (!listing_read(batch->directory, &listing, &error)) {
        complain("recctrl pack", &error);
        return false;
    }
    for (size_t i = 0; i < listing.count; i++) {
        const struct recording *recording = &listing.recordings[i];
        show(batch, recording->name, (double)i / (double)listing.count);
        if (recording_replayable(recording) && !(recording->files & FILE_RR2) && !is_packed(recording)) {
            well = pack(recording, batch) && well;
        }
    }
    progress_hide();
    listing_free(&listing);
    return well;
}

static bool pack_named(const struct batch *batch, char *const *arguments, int count)
{
    bool well = true;
    for (int i = 0; i < count; i++) {
        struct recording recording;
        struct error error;
        show(batch, arguments[i], (double)i / count);
        if (!recording_find(batch->directory, arguments[i], &recording, &error)) {
            progress_hide();
            complain("recctrl pack", &error);
            well = false;
            continue;
        }
        well = pack(&recording, batch) && well;
        recording_close(&recording);
    }
    return well;
}

int command_pack(int argc, char **argv)
{
    struct batch batch = {.directory = default_directory(), .request.level = PACK_DEFAULT_LEVEL};
    int status = parse(argc, argv, &batch);
    if (status != OPTIONS_DONE) {
        return status;
    }
    bool well = batch.all ? pack_all(&batch) : pack_named(&batch, argv + optind, argc - optind);
    return well ? EXIT_DONE : EXIT_FAILED;
}
