/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source.h"

#include "host/progress.h"
#include "host/text.h"

#include <getopt.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* The options' places from that of --fresh on. */
enum { SESSION = -1, FRESH, DIRECTORY, ENGINE, TARGET };

static bool take_session(struct source *source, const char *text)
{
    char *end;
    unsigned long number = strtoul(text, &end, 10);

    source->only = (uint32_t)number;
    return *text >= '0' && *text <= '9' && !*end && number >= 1 && number <= CHANNELS_MAX;
}

int source_option(struct source *source, const struct usage *usage, int fresh, int option)
{
    if (option < 0) {
        return options_status(option);
    }
    switch (option - fresh) {
    case SESSION:
        if (!take_session(source, optarg)) {
            return usage_error(usage, "--session takes a number from 1 on, as cast --list shows it, not \"%s\"", optarg);
        }
        break;
    case FRESH:
        source->fresh = true;
        break;
    case DIRECTORY:
        source->directory = optarg;
        break;
    case ENGINE:
        source->request.engine = optarg;
        break;
    case TARGET:
        source->request.target = optarg;
        break;
    default:
        break;
    }
    return -1;
}

static void show(void *context, double done)
{
    const struct source *source = context;
    progress_show(source->recording.name, done);
}

static void say(const struct source *source, const char *text)
{
    fprintf(stderr, "%s: ", source->command);
    print_safely(stderr, source->recording.name);
    fputs(": ", stderr);
    print_safely(stderr, text);
    fputc('\n', stderr);
}

static void remark(const struct source *source)
{
    const struct channels *channels = &source->transcript.channels;

    for (size_t i = 0; i < channels->problem_count; i++) {
        say(source, channels->problems[i]);
    }
    if (source->transcript.header.times == TIMES_TSC) {
        say(source, "it has no clock; the times are from the processor's counter, as far as the guest read it");
    } else if (source->transcript.header.times == TIMES_INSTRUCTIONS) {
        say(source, "it has no clock; the times are guessed from numbers of instructions");
    }
}

bool source_open(struct source *source, const char *argument)
{
    struct error error;
    char text[128];

    if (!recording_find(source->directory, argument, &source->recording, &error)) {
        complain(source->command, &error);
        return false;
    }
    bool opened = transcript_open(&source->recording, &source->request, source->fresh, show, source,
                                  &source->transcript, &error);
    progress_hide();
    if (!opened) {
        say(source, error.text);
        recording_close(&source->recording);
        return false;
    }
    remark(source);
    if (source->only > source->transcript.channels.count) {
        snprintf(text, sizeof text, "there is no session %" PRIu32 ", it has %zu", source->only,
                 source->transcript.channels.count);
        say(source, text);
        source_close(source);
        return false;
    }
    return true;
}

void source_close(struct source *source)
{
    transcript_close(&source->transcript);
    recording_close(&source->recording);
}

bool source_wants(const struct source *source, uint32_t number)
{
    return source->only == 0 || source->only == number;
}

char *source_title(const struct source *source, uint32_t number)
{
    const struct channel *channel = &source->transcript.channels.list[number - 1];
    char *title = NULL;
    size_t size;
    FILE *out = open_memstream(&title, &size);

    if (!out) {
        return NULL;
    }
    fputs(channel_kind_word(channel->kind), out);
    if (channel->words[WORD_TERMINAL]) {
        fputc(' ', out);
        print_safely(out, channel->words[WORD_TERMINAL]);
    }
    if (channel->words[WORD_PROGRAM]) {
        fputs(", ", out);
        print_safely(out, channel->words[WORD_PROGRAM]);
    }
    fclose(out);
    return title;
}
