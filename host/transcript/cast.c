/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cast.h"

#include "utf8.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>

/* What is written of one channel. */
struct writer {
    const struct cast_files *files;
    uint64_t opened_us;
    bool begun; /* output was written: the header has no say in the size any more */
    struct utf8 output, input;
    char text[(TRANSCRIPT_RECORD_BYTES_MAX + 2) * UTF8_MAX];
};

static void write_header(FILE *out, const struct transcript *transcript, const struct channel *channel,
                         const char *title)
{
    uint64_t began = transcript->header.began_us;
    json_t *object = json_pack("{s:i, s:i, s:i}", "version", 2, "width", (int)channel->columns, "height",
                               (int)channel->rows);
    if (!object) {
        return;
    }
    if (began > 0) {
        json_object_set_new(object, "timestamp",
                            json_integer((json_int_t)((began + channel->opened_us) / 1000000)));
    }
    json_object_set_new(object, "title", json_string(title));
    json_dumpf(object, out, JSON_COMPACT);
    fputc('\n', out);
    json_decref(object);
}

static void write_event(struct writer *writer, uint64_t us, char code, const char *text, size_t size)
{
    json_t *string = json_stringn(text, size);
    uint64_t since = us - writer->opened_us;

    if (string && size > 0) {
        fprintf(writer->files->cast, "[%" PRIu64 ".%06u, \"%c\", ", since / 1000000,
                (unsigned)(since % 1000000), code);
        json_dumpf(string, writer->files->cast, JSON_COMPACT | JSON_ENCODE_ANY);
        fputs("]\n", writer->files->cast);
    }
    json_decref(string);
}

/* A character that is divided among events belongs to the one with its last byte. */
static void write_text(struct writer *writer, const struct event *event, char code, struct utf8 *utf8)
{
    uint32_t characters[2];
    size_t size = 0;

    for (uint32_t i = 0; i < event->bytes; i++) {
        int count = utf8_take(utf8, event->data[i], characters);
        for (int k = 0; k < count; k++) {
            size += utf8_put(writer->text + size, characters[k]);
        }
    }
    write_event(writer, event->us, code, writer->text, size);
}

static void write_size(struct writer *writer, const struct event *event)
{
    unsigned columns, rows;
    char text[32];

    if (event_size(event, &columns, &rows)) {
        int size = snprintf(text, sizeof text, "%ux%u", columns, rows);
        write_event(writer, event->us, 'r', text, (size_t)size);
    }
}

static void write_raw(FILE *out, const struct event *event)
{
    if (out) {
        fwrite(event->data, 1, event->bytes, out);
    }
}

static void take(struct writer *writer, const struct event *event)
{
    const struct cast_files *files = writer->files;

    switch (event->type) {
    case TRANSCRIPT_OUTPUT:
        write_raw(files->output, event);
        if (files->cast) {
            write_text(writer, event, 'o', &writer->output);
            writer->begun = true;
        }
        break;
    case TRANSCRIPT_ERROR:
        write_raw(files->error, event);
        break;
    case TRANSCRIPT_INPUT:
        write_raw(files->input, event);
        if (files->cast && files->input) {
            write_text(writer, event, 'i', &writer->input);
        }
        break;
    case TRANSCRIPT_RESIZE:
        if (files->cast && writer->begun) {
            write_size(writer, event);
        }
        break;
    default:
        break;
    }
}

bool cast_write(struct transcript *transcript, uint32_t number, const char *title,
                const struct cast_files *files)
{
    const struct channel *channel = &transcript->channels.list[number - 1];
    struct event *event = calloc(1, sizeof *event);
    struct writer *writer = calloc(1, sizeof *writer);
    enum transcript_result result = event && writer ? TRANSCRIPT_EVENT : TRANSCRIPT_BROKEN;

    if (result == TRANSCRIPT_EVENT) {
        writer->files = files;
        writer->opened_us = channel->opened_us;
        if (files->cast) {
            write_header(files->cast, transcript, channel, title);
        }
        transcript_rewind(transcript);
        while ((result = transcript_read(transcript->file, event)) == TRANSCRIPT_EVENT) {
            if (event->channel == number) {
                take(writer, event);
            }
        }
        if (files->cast && writer->output.missing > 0) {
            write_event(writer, channel->last_us, 'o', "\xef\xbf\xbd", 3);
        }
    }
    free(writer);
    free(event);
    return result == TRANSCRIPT_ENDED;
}
