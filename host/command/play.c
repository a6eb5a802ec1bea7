/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host/command.h"
#include "host/options.h"
#include "host/text.h"
#include "host/transcript/filter.h"
#include "host/transcript/source.h"

#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum { SPEED, IDLE_LIMIT, RAW, SESSION, FRESH };

static const struct option_entry options[] = {
    {"speed", 0, "X", "so many times as fast (default: 1)"},
    {"idle-limit", 'i', "SECONDS", "wait no longer than that where nothing happens"},
    {"raw", 0, NULL, "let every escape sequence through to this terminal"},
    SOURCE_OPTIONS("this session, as cast --list numbers them (default: the first terminal)"),
    {0},
};

static const struct usage usage = {
    "recctrl play",
    "[OPTION…] RECORDING",
    "Plays a session of a recording in this terminal, at its own pace; Control-C ends it. Of the\n"
    "escape sequences those get through that draw: colours, the cursor, erasing, scrolling. What\n"
    "would have the terminal answer, or change its title or the clipboard, does not, unless --raw\n"
    "asks for it; do that only where you trust the guest.\n",
    options,
};

struct pace {
    double speed, idle_limit; /* seconds; negative: none */
    bool raw;
};

static volatile sig_atomic_t ended_by; /* the signal */

static void on_signal(int number)
{
    ended_by = number;
}

/* Waits until the next event. False: somebody wants it to end. */
static bool wait_us(uint64_t us, const struct pace *pace)
{
    double seconds = (double)us / 1e6;
    struct timespec rest;

    if (pace->idle_limit >= 0 && seconds > pace->idle_limit) {
        seconds = pace->idle_limit;
    }
    seconds /= pace->speed;
    rest.tv_sec = (time_t)seconds;
    rest.tv_nsec = (long)((seconds - floor(seconds)) * 1e9);
    while (!ended_by && nanosleep(&rest, &rest) != 0 && errno == EINTR) {}
    return !ended_by;
}

static bool play_events(struct source *source, uint32_t number, const struct pace *pace, struct event *event,
                        struct filter *filter)
{
    uint64_t shown_us = source->transcript.channels.list[number - 1].opened_us;
    enum transcript_result result;

    transcript_rewind(&source->transcript);
    while ((result = transcript_read(source->transcript.file, event)) == TRANSCRIPT_EVENT) {
        bool seen = event->type == TRANSCRIPT_OUTPUT || event->type == TRANSCRIPT_ERROR;
        if (event->channel != number || !seen) {
            continue;
        }
        if (!wait_us(event->us - shown_us, pace)) {
            return true;
        }
        shown_us = event->us;
        if (pace->raw) {
            fwrite(event->data, 1, event->bytes, stdout);
        } else {
            filter_feed(filter, event->data, event->bytes);
        }
        if (fflush(stdout) != 0) {
            return true; /* main() says so */
        }
    }
    return result == TRANSCRIPT_ENDED;
}

static bool play(struct source *source, uint32_t number, const struct pace *pace)
{
    struct sigaction act = {.sa_handler = on_signal}, old[2];
    struct event *event = calloc(1, sizeof *event);
    struct filter filter;
    bool well = false;

    sigaction(SIGINT, &act, &old[0]);
    sigaction(SIGTERM, &act, &old[1]);
    filter_begin(&filter, stdout);
    if (event) {
        well = play_events(source, number, pace, event, &filter);
    }
    if (isatty(STDOUT_FILENO)) {
        filter_end(&filter);
        fflush(stdout);
    }
    free(event);
    sigaction(SIGINT, &old[0], NULL);
    sigaction(SIGTERM, &old[1], NULL);
    if (!well) {
        fprintf(stderr, "%s: can't read its transcript\n", usage.command);
    }
    return well;
}

/* The session that was asked for; else the first terminal at which something was seen; else any. 0: there is none. */
static uint32_t choose(const struct source *source)
{
    const struct channels *channels = &source->transcript.channels;

    if (source->only != 0) {
        return source->only;
    }
    for (uint32_t i = 0; i < channels->count; i++) {
        if (channel_is_terminal(&channels->list[i]) && channels->list[i].output > 0) {
            return i + 1;
        }
    }
    return channels->count > 0 ? 1 : 0;
}

static void remark_on_size(const struct channel *channel)
{
    struct winsize size;
    if (channel_is_terminal(channel) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 &&
        (size.ws_col < channel->columns || size.ws_row < channel->rows)) {
        fprintf(stderr, "%s: the session had %u columns and %u rows, this terminal has %u and %u\n",
                usage.command, channel->columns, channel->rows, size.ws_col, size.ws_row);
    }
}

static bool play_source(struct source *source, const struct pace *pace)
{
    size_t count = source->transcript.channels.count;
    uint32_t number = choose(source);

    if (number == 0) {
        fprintf(stderr, "%s: there is no session in it\n", usage.command);
        return false;
    }
    if (count > 1 && source->only == 0) {
        fprintf(stderr, "%s: session %u of %zu; cast --list shows all\n", usage.command, (unsigned)number, count);
    }
    remark_on_size(&source->transcript.channels.list[number - 1]);
    return play(source, number, pace);
}

/* A decimal from 0 on. Negative: it is none. */
static double parse(const char *text)
{
    char *end;
    double value = *text >= '0' && *text <= '9' ? strtod(text, &end) : -1;
    return value >= 0 && !*end && value <= 1e6 ? value : -1;
}

int command_play(int argc, char **argv)
{
    struct source source = {.command = usage.command, .directory = default_directory()};
    struct pace pace = {.speed = 1, .idle_limit = -1};
    int option, status;

    while ((option = options_next(&usage, argc, argv)) != OPTIONS_DONE) {
        switch (option) {
        case SPEED:
            pace.speed = parse(optarg);
            if (pace.speed < 0.01) {
                return usage_error(&usage, "--speed takes a number from 0.01 to 1000000, not \"%s\"", optarg);
            }
            break;
        case IDLE_LIMIT:
            pace.idle_limit = parse(optarg);
            if (pace.idle_limit < 0) {
                return usage_error(&usage, "--idle-limit takes seconds, such as 0.5, not \"%s\"", optarg);
            }
            break;
        case RAW:
            pace.raw = true;
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
    if (!source_open(&source, argv[optind])) {
        return EXIT_FAILED;
    }
    bool well = play_source(&source, &pace) && !source.transcript.partial;
    source_close(&source);
    if (ended_by) {
        raise(ended_by);
    }
    return well ? EXIT_DONE : EXIT_FAILED;
}
