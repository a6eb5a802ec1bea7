/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "channels.h"

#include <stdlib.h>
#include <string.h>

#define DEFAULT_COLUMNS 80
#define DEFAULT_ROWS 24
#define PROBLEMS_MAX 100

static const char *const keys[WORD_COUNT] = {"terminal", "program", "command", "uid", "server", "begun"};

const char *channel_kind_word(enum transcript_kind kind)
{
    switch (kind) {
    case TRANSCRIPT_PTY:
        return "terminal";
    case TRANSCRIPT_PIPES:
        return "pipes";
    default:
        return "serial";
    }
}

bool channel_is_terminal(const struct channel *channel)
{
    return channel->kind != TRANSCRIPT_PIPES;
}

bool event_size(const struct event *event, unsigned *columns, unsigned *rows)
{
    unsigned said[] = {event_u16(event->data), event_u16(event->data + 2)};

    if (said[0] == 0 || said[1] == 0) {
        return false;
    }
    *columns = said[0] < COLUMNS_MAX ? said[0] : COLUMNS_MAX;
    *rows = said[1] < ROWS_MAX ? said[1] : ROWS_MAX;
    return true;
}

static struct channel *open_channel(struct channels *channels, const struct event *event)
{
    struct channel *more = realloc(channels->list, (channels->count + 1) * sizeof *more);
    if (!more) {
        return NULL;
    }
    channels->list = more;
    more[channels->count] = (struct channel){
        .kind = (enum transcript_kind)event_u32(event->data),
        .opened_us = event->us,
        .last_us = event->us,
        .columns = DEFAULT_COLUMNS,
        .rows = DEFAULT_ROWS,
    };
    return &more[channels->count++];
}

static bool add_problem(struct channels *channels, const struct event *event)
{
    char **more;

    if (channels->problem_count == PROBLEMS_MAX) {
        return true;
    }
    more = realloc(channels->problems, (channels->problem_count + 1) * sizeof *more);
    if (!more) {
        return false;
    }
    channels->problems = more;
    more[channels->problem_count] = strdup((const char *)event->data);
    return more[channels->problem_count++] != NULL;
}

static bool take_word(struct channel *channel, const struct event *event)
{
    const char *text = (const char *)event->data;

    for (int i = 0; i < WORD_COUNT; i++) {
        size_t length = strlen(keys[i]);
        if (strncmp(text, keys[i], length) == 0 && text[length] == '=') {
            free(channel->words[i]);
            channel->words[i] = strdup(text + length + 1);
            return channel->words[i] != NULL;
        }
    }
    return true; /* of a later recctrl */
}

static bool take_event(struct channels *channels, const struct event *event)
{
    struct channel *channel;

    if (event->type == TRANSCRIPT_PROBLEM) {
        return add_problem(channels, event);
    }
    if (event->type == TRANSCRIPT_OPENED && event->channel == channels->count + 1) {
        return channels->count < CHANNELS_MAX && open_channel(channels, event) != NULL;
    }
    if (event->channel > channels->count) {
        return false;
    }
    channel = &channels->list[event->channel - 1];
    channel->last_us = event->us;
    switch (event->type) {
    case TRANSCRIPT_INFO:
        return take_word(channel, event);
    case TRANSCRIPT_OUTPUT:
        channel->output += event->bytes;
        break;
    case TRANSCRIPT_ERROR:
        channel->error += event->bytes;
        break;
    case TRANSCRIPT_INPUT:
        channel->input += event->bytes;
        break;
    case TRANSCRIPT_RESIZE:
        if (channel->output == 0) {
            event_size(event, &channel->columns, &channel->rows);
        }
        break;
    default:
        break;
    }
    return true;
}

bool channels_read(FILE *in, struct channels *channels)
{
    struct event *event = calloc(1, sizeof *event);
    enum transcript_result result = event ? TRANSCRIPT_EVENT : TRANSCRIPT_BROKEN;

    *channels = (struct channels){.list = NULL};
    while (result == TRANSCRIPT_EVENT && (result = transcript_read(in, event)) == TRANSCRIPT_EVENT) {
        if (!take_event(channels, event)) {
            result = TRANSCRIPT_BROKEN;
        }
    }
    free(event);
    if (result == TRANSCRIPT_BROKEN) {
        channels_free(channels);
    }
    return result == TRANSCRIPT_ENDED;
}

void channels_free(struct channels *channels)
{
    for (size_t i = 0; i < channels->count; i++) {
        for (int word = 0; word < WORD_COUNT; word++) {
            free(channels->list[i].words[word]);
        }
    }
    for (size_t i = 0; i < channels->problem_count; i++) {
        free(channels->problems[i]);
    }
    free(channels->list);
    free(channels->problems);
    *channels = (struct channels){.list = NULL};
}
