/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host/command.h"
#include "host/listing.h"
#include "host/options.h"
#include "host/progress.h"
#include "host/text.h"
#include "host/transcript/lines.h"
#include "host/transcript/source.h"
#include "host/workers.h"

#include "manifest/bytes.h"

#include <getopt.h>
#include <jansson.h>
#include <regex.h>
#include <stdlib.h>
#include <string.h>

enum { IGNORE_CASE, FIXED, NAMES, INPUT, JSON, JOBS, FRESH };

static const struct option_entry options[] = {
    {"ignore-case", 'i', NULL, "upper and lower case are the same"},
    {"fixed", 'F', NULL, "PATTERN is a text, no regular expression"},
    {"names", 'l', NULL, "print only the names of recordings in which it is found"},
    {"input", 0, NULL, "search what was typed instead, passwords and all"},
    {"json", 0, NULL, "print a JSON array"},
    {"jobs", 'j', "N", "replay N recordings at a time (default: 1)"},
    SOURCE_REPLAY_OPTIONS,
    {0},
};

static const struct usage usage = {
    "recctrl grep",
    "[OPTION…] PATTERN [RECORDING…]",
    "Searches what was seen in the sessions of recordings, of all in the directory if none is\n"
    "named, for an extended regular expression. Prints each line with its recording, the number\n"
    "of the session, and the seconds since that was opened. A recording that has no transcript\n"
    "yet is replayed for it, which is kept. Ends with status 1 if nothing was found, too.\n",
    options,
};

struct search {
    struct source source;
    regex_t pattern;
    const char *fixed; /* instead of the pattern */
    bool ignore_case, names, input;
    int jobs;
    json_t *array; /* NULL: print text */

    uint32_t session; /* that is searched now */
    bool found_here, found;
};

static bool matches(const struct search *search, const char *text)
{
    if (search->fixed) {
        return (search->ignore_case ? strcasestr(text, search->fixed) : strstr(text, search->fixed)) != NULL;
    }
    return regexec(&search->pattern, text, 0, NULL, 0) == 0;
}

static void take_line(void *context, const char *text, size_t size, uint64_t us)
{
    struct search *search = context;
    const struct source *source = &search->source;

    if ((search->names && search->found_here) || !matches(search, text)) {
        return;
    }
    search->found = search->found_here = true;
    uint64_t opened = source->transcript.channels.list[search->session - 1].opened_us;
    double seconds = (double)(us - opened) / 1e6;
    if (search->array) {
        char *name = bytes_to_text(source->recording.name);
        json_array_append_new(search->array,
                              json_pack("{s:s, s:I, s:f, s:o}", "recording", name ? name : "", "session",
                                        (json_int_t)search->session, "seconds", seconds, "text",
                                        json_stringn(text, size)));
        free(name);
    } else {
        print_safely(stdout, source->recording.name);
        if (!search->names) {
            printf(":%u:%.2f: %s", (unsigned)search->session, seconds, text);
        }
        putchar('\n');
    }
}

static bool search_recording(struct search *search, const char *name)
{
    struct source *source = &search->source;
    bool well = true;

    if (!source_open(source, name)) {
        return false;
    }
    search->found_here = false;
    for (uint32_t i = 1; well && i <= source->transcript.channels.count; i++) {
        search->session = i;
        well = lines_read(&source->transcript, i, search->input ? LINES_OF_INPUT : LINES_OF_OUTPUT, take_line,
                          search);
    }
    if (!well) {
        fprintf(stderr, "%s: can't read a transcript\n", usage.command);
    }
    well = well && !source->transcript.partial;
    source_close(source);
    return well;
}

static void tell_progress(void *context, double done)
{
    fprintf(context, "P %f\n", done);
}

/* Makes and keeps the transcript of one recording, in a process of its own. What goes wrong is said later. */
static bool prepare(const char *name, FILE *out, void *context)
{
    const struct search *search = context;
    struct recording recording;
    struct transcript transcript;
    struct error error;

    if (recording_find(search->source.directory, name, &recording, &error)) {
        if (transcript_open(&recording, &search->source.request, search->source.fresh, tell_progress, out,
                            &transcript, &error)) {
            transcript_close(&transcript);
        }
        recording_close(&recording);
    }
    fputs("R ", out); /* nothing is printed of it */
    return true;
}

static bool search_all(struct search *search, char *const *names, int count)
{
    bool well = true;

    if (search->jobs > 1) {
        workers_run(names, count, search->jobs, prepare, search);
        search->source.fresh = false;
    }
    for (int i = 0; i < count; i++) {
        well = search_recording(search, names[i]) && well;
    }
    return well;
}

/* All recordings of the directory that can be replayed. */
static bool search_directory(struct search *search)
{
    struct listing listing;
    struct error error;
    bool well = true;
    int count = 0;

    if (!listing_read(search->source.directory, &listing, &error)) {
        complain(usage.command, &error);
        return false;
    }
    char **names = calloc(listing.count + 1, sizeof *names);
    for (size_t i = 0; names && i < listing.count; i++) {
        const struct recording *recording = &listing.recordings[i];
        if (recording_replayable(recording)) {
            names[count++] = recording->name;
        } else if (recording->manifest.state != MANIFEST_RECORDING) {
            fprintf(stderr, "%s: ", usage.command);
            print_safely(stderr, recording->name);
            fprintf(stderr, ": %s\n", manifest_state_word(recording->manifest.state));
            well = false;
        }
    }
    well = names && search_all(search, names, count) && well;
    free(names);
    listing_free(&listing);
    return well;
}

static bool compile(struct search *search, const char *pattern, bool fixed, char why[128])
{
    if (fixed) {
        search->fixed = pattern;
        return true;
    }
    int failure = regcomp(&search->pattern, pattern, REG_EXTENDED | REG_NOSUB | (search->ignore_case ? REG_ICASE : 0));
    if (failure != 0) {
        regerror(failure, &search->pattern, why, 128);
    }
    return failure == 0;
}

static int run(struct search *search, char *const *names, int count)
{
    bool well = count > 0 ? search_all(search, names, count) : search_directory(search);

    if (search->array) {
        json_dumpf(search->array, stdout, JSON_INDENT(2));
        putchar('\n');
    }
    return well && search->found ? EXIT_DONE : EXIT_FAILED;
}

int command_grep(int argc, char **argv)
{
    struct search search = {.source = {.command = usage.command, .directory = default_directory()}, .jobs = 1};
    bool fixed = false, json = false;
    char why[128], *end;
    int option, status;

    while ((option = options_next(&usage, argc, argv)) != OPTIONS_DONE) {
        switch (option) {
        case IGNORE_CASE:
            search.ignore_case = true;
            break;
        case FIXED:
            fixed = true;
            break;
        case NAMES:
            search.names = true;
            break;
        case INPUT:
            search.input = true;
            break;
        case JSON:
            json = true;
            break;
        case JOBS:
            search.jobs = (int)strtol(optarg, &end, 10);
            if (*end || end == optarg || search.jobs < 1) {
                return usage_error(&usage, "--jobs takes a number from 1 on, not \"%s\"", optarg);
            }
            break;
        default:
            status = source_option(&search.source, &usage, FRESH, option);
            if (status >= 0) {
                return status;
            }
        }
    }
    if (optind == argc) {
        return usage_error(&usage, "say what to search for");
    }
    const char *pattern = argv[optind];
    if (!compile(&search, pattern, fixed, why)) {
        return usage_error(&usage, "\"%s\" is no extended regular expression: %s", pattern, why);
    }
    search.array = json ? json_array() : NULL;
    status = run(&search, argv + optind + 1, argc - optind - 1);
    json_decref(search.array);
    if (!fixed) {
        regfree(&search.pattern);
    }
    return status;
}
