/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lines.h"

#include <stdlib.h>
#include <string.h>

struct reader {
    struct event event;
    struct plain plain, error; /* of the session's output or input, and of its standard error */
    enum lines_of what;
};

/* As it would look on paper: what the keys Enter and Backspace send says something else in a terminal's output. */
static void take_keys(struct plain *plain, const struct event *event)
{
    for (uint32_t i = 0; i < event->bytes; i++) {
        const char *text = event->data[i] == '\r' ? "\n" : event->data[i] == 0x7f ? "\b\033[P" : NULL;
        if (text) {
            plain_feed(plain, text, strlen(text), event->us);
        } else {
            plain_feed(plain, &event->data[i], 1, event->us);
        }
    }
}

static void take(struct reader *reader, const struct event *event)
{
    unsigned columns, rows;

    switch (event->type) {
    case TRANSCRIPT_OUTPUT:
        if (reader->what == LINES_OF_OUTPUT) {
            plain_feed(&reader->plain, event->data, event->bytes, event->us);
        }
        break;
    case TRANSCRIPT_ERROR:
        if (reader->what == LINES_OF_OUTPUT) {
            plain_feed(&reader->error, event->data, event->bytes, event->us);
        }
        break;
    case TRANSCRIPT_INPUT:
        if (reader->what == LINES_OF_INPUT) {
            take_keys(&reader->plain, event);
        }
        break;
    case TRANSCRIPT_RESIZE:
        if (event_size(event, &columns, &rows)) {
            plain_resize(&reader->plain, columns);
        }
        break;
    default:
        break;
    }
}

bool lines_read(struct transcript *transcript, uint32_t number, enum lines_of what, plain_line *line,
                void *context)
{
    const struct channel *channel = &transcript->channels.list[number - 1];
    bool screen = what == LINES_OF_OUTPUT && channel_is_terminal(channel);
    struct reader *reader = calloc(1, sizeof *reader);
    enum transcript_result result = TRANSCRIPT_BROKEN;

    if (!reader) {
        return false;
    }
    reader->what = what;
    plain_begin(&reader->plain, screen ? channel->columns : 0, line, context);
    plain_begin(&reader->error, 0, line, context);
    transcript_rewind(transcript);
    while ((result = transcript_read(transcript->file, &reader->event)) == TRANSCRIPT_EVENT) {
        if (reader->event.channel == number) {
            take(reader, &reader->event);
        }
    }
    plain_end(&reader->plain);
    plain_end(&reader->error);
    free(reader);
    return result == TRANSCRIPT_ENDED;
}
