/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lines.h"

#include <stdlib.h>

struct reader {
    struct event event;
    struct plain plain, error; /* of the session's output or input, and of its standard error */
    enum lines_of what;
};

static void take(struct reader *reader, const struct event *event)
{
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
            plain_feed(&reader->plain, event->data, event->bytes, event->us);
        }
        break;
    case TRANSCRIPT_RESIZE:
        plain_resize(&reader->plain, channel_size(event_u16(event->data), COLUMNS_MAX));
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
