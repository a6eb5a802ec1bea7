/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host/command.h"
#include "host/draft.h"
#include "host/options.h"
#include "host/text.h"
#include "host/transcript/cast.h"
#include "host/transcript/describe.h"
#include "host/transcript/source.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { OUTPUT, LIST, JSON, INPUT, SESSION, FRESH };

static const struct option_entry options[] = {
    {"output", 'o', "FILE.cast", "what to write (default: RECORDING.cast in this directory)"},
    {"list", 'l', NULL, "list the sessions and write nothing"},
    {"json", 'j', NULL, "list them as a JSON array"},
    {"input", 0, NULL, "with what was typed, passwords and all"},
    SOURCE_OPTIONS("of this session only"),
    {0},
};

static const struct usage usage = {
    "recctrl cast",
    "[OPTION…] RECORDING",
    "Writes what was seen at each terminal of a recording: an asciicast v2 file, to be played by\n"
    "asciinema, and beside it the bytes as they were, in FILE.output; of a session without a\n"
    "terminal only those, in FILE.output and FILE.error. If there are several sessions, their\n"
    "files are called FILE-1.cast, FILE-2.cast… by the numbers that --list shows. The first time a\n"
    "recording is replayed for this; then its transcript is kept beside it, as NAME-rr-transcript.\n"
    "What a cast plays is what the guest printed, escape sequences and all: recctrl play is safer.\n",
    options,
};

/* The files of one session, before they have their names. */
enum { CAST, RAW_OUTPUT, RAW_ERROR, RAW_INPUT, FILE_COUNT };
static const char *const suffixes[FILE_COUNT] = {".cast", ".output", ".error", ".input"};

struct target {
    int dirfd;
    const char *path; /* as it is shown */
    char stem[NAME_MAX + 1];
    bool numbered, input;
};

struct drafts {
    struct draft draft[FILE_COUNT];
    FILE *file[FILE_COUNT]; /* NULL: not wanted */
    char name[FILE_COUNT][NAME_MAX + 1];
};

static bool open_draft(const struct target *target, uint32_t number, int kind, struct drafts *drafts,
                       struct error *error)
{
    char *name = drafts->name[kind], middle[16] = "";

    if (target->numbered) {
        snprintf(middle, sizeof middle, "-%" PRIu32, number);
    }
    if (snprintf(name, NAME_MAX + 1, "%s%s%s", target->stem, middle, suffixes[kind]) > NAME_MAX) {
        return error_fail(error, "the name is too long");
    }
    if (!draft_open(&drafts->draft[kind], target->dirfd, name, error)) {
        return false;
    }
    int fd = fcntl(drafts->draft[kind].fd, F_DUPFD_CLOEXEC, 0);
    drafts->file[kind] = fd >= 0 ? fdopen(fd, "w") : NULL;
    if (!drafts->file[kind]) {
        if (fd >= 0) {
            close(fd);
        }
        draft_discard(&drafts->draft[kind]);
        return error_fail(error, "can't write %s: %s", name, strerror(errno));
    }
    return true;
}

static bool open_drafts(const struct target *target, const struct channel *channel, uint32_t number,
                        struct drafts *drafts, struct error *error)
{
    bool terminal = channel_is_terminal(channel);
    bool wanted[FILE_COUNT] = {terminal, true, !terminal, target->input};

    for (int kind = 0; kind < FILE_COUNT; kind++) {
        if (wanted[kind] && !open_draft(target, number, kind, drafts, error)) {
            return false;
        }
    }
    return true;
}

/* Gives all their names, or none; a file that is there already is replaced. */
static bool close_drafts(struct drafts *drafts, bool well, struct error *error)
{
    for (int kind = 0; kind < FILE_COUNT; kind++) {
        FILE *file = drafts->file[kind];
        bool failed = file && (fflush(file) != 0 || ferror(file));
        if (file && fclose(file) != 0) {
            failed = true;
        }
        if (failed && well) {
            well = error_fail(error, "can't write %s: %s", drafts->name[kind], strerror(errno));
        }
    }
    for (int kind = 0; kind < FILE_COUNT; kind++) {
        if (drafts->file[kind] && !well) {
            draft_discard(&drafts->draft[kind]);
        } else if (drafts->file[kind]) {
            well = draft_keep(&drafts->draft[kind], drafts->name[kind], -1, error);
        }
    }
    return well;
}

static void tell(const struct source *source, uint32_t number, const struct drafts *drafts)
{
    const struct channel *channel = &source->transcript.channels.list[number - 1];
    char bytes[TEXT_SIZE], duration[TEXT_SIZE], *title = source_title(source, number);

    print_safely(stdout, drafts->name[drafts->file[CAST] ? CAST : RAW_OUTPUT]);
    printf(": %s, %s of output, %s\n", title ? title : "", text_bytes(bytes, channel->output),
           text_duration(duration, (int64_t)(channel->last_us - channel->opened_us) / 1000));
    free(title);
}

static bool write_session(struct source *source, const struct target *target, uint32_t number,
                          struct error *error)
{
    const struct channel *channel = &source->transcript.channels.list[number - 1];
    struct drafts drafts = {.file = {NULL}};
    char *title = source_title(source, number);

    bool well = open_drafts(target, channel, number, &drafts, error);
    if (well) {
        struct cast_files files = {drafts.file[CAST], drafts.file[RAW_OUTPUT], drafts.file[RAW_ERROR],
                                   drafts.file[RAW_INPUT]};
        well = cast_write(&source->transcript, number, title ? title : "", &files) ||
               error_fail(error, "can't read its transcript");
    }
    well = close_drafts(&drafts, well, error);
    if (well) {
        tell(source, number, &drafts);
    }
    free(title);
    return well;
}

/* How many sessions have something to be written. */
static uint32_t count_wanted(const struct source *source)
{
    uint32_t count = 0;
    for (uint32_t i = 1; i <= source->transcript.channels.count; i++) {
        count += source_wants(source, i);
    }
    return count;
}

static bool write_all(struct source *source, const char *output, bool input)
{
    const char *slash = output ? strrchr(output, '/') : NULL, *base = slash ? slash + 1 : output;
    char *directory = slash ? strndup(output, (size_t)(slash - output) + 1) : strdup(".");
    struct target target = {.path = output ? output : source->recording.name, .input = input};
    struct error error;
    bool well = true;

    snprintf(target.stem, sizeof target.stem, "%s", base ? base : source->recording.name);
    size_t length = strlen(target.stem);
    if (base && length > 5 && strcmp(target.stem + length - 5, ".cast") == 0) {
        target.stem[length - 5] = '\0';
    }
    target.numbered = source->transcript.channels.count > 1;
    target.dirfd = directory ? open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (target.dirfd < 0) {
        error_set(&error, "can't open the directory %s: %s", directory ? directory : "?", strerror(errno));
        well = false;
    }
    for (uint32_t i = 1; well && i <= source->transcript.channels.count; i++) {
        well = !source_wants(source, i) || write_session(source, &target, i, &error);
    }
    if (!well) {
        error_prefix(&error, "%s", target.path);
        complain(usage.command, &error);
    } else if (count_wanted(source) == 0) {
        printf("There is no session in it.\n");
    }
    if (target.dirfd >= 0) {
        close(target.dirfd);
    }
    free(directory);
    return well;
}

int command_cast(int argc, char **argv)
{
    struct source source = {.command = usage.command, .directory = default_directory()};
    const char *output = NULL;
    bool list = false, json = false, input = false;
    int option, status;

    while ((option = options_next(&usage, argc, argv)) != OPTIONS_DONE) {
        switch (option) {
        case OUTPUT:
            output = optarg;
            break;
        case LIST:
            list = true;
            break;
        case JSON:
            json = true;
            break;
        case INPUT:
            input = true;
            break;
        default:
            status = source_option(&source, &usage, FRESH, option);
            if (status >= 0) {
                return status;
            }
        }
    }
    if (argc - optind != 1) {
        return usage_error(&usage, "name one recording");
    }
    if (output && (!*output || output[strlen(output) - 1] == '/')) {
        return usage_error(&usage, "--output takes a file, not \"%s\"", output);
    }
    if (!source_open(&source, argv[optind])) {
        return EXIT_FAILED;
    }
    bool well = true;
    if (json) {
        describe_sessions_json(&source);
    } else if (list) {
        describe_sessions(&source);
    } else {
        well = write_all(&source, output, input);
    }
    well = well && !source.transcript.partial;
    source_close(&source);
    return well ? EXIT_DONE : EXIT_FAILED;
}
