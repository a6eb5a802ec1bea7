/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "writer.h"

#include <errno.h>
#include <glib.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A guest can open terminals as long as it runs; who reads the stream keeps a state for each. */
#define CHANNELS_MAX 65536
#define PROBLEMS_MAX 100 /* a guest can cause as many as it likes */
#define BUFFER_BYTES (128 * 1024)

struct writer {
    int fd, failure;
    uint64_t instructions, counter;
    bool counter_changed, has_ended;
    uint32_t channels, problems;
    size_t used;
    uint8_t buffer[BUFFER_BYTES];
};

static void flush(struct writer *writer)
{
    size_t written = 0;

    while (writer->failure == 0 && written < writer->used) {
        ssize_t part = write(writer->fd, writer->buffer + written, writer->used - written);
        if (part > 0) {
            written += (size_t)part;
        } else if (part == 0 || errno != EINTR) {
            writer->failure = part == 0 ? EIO : errno;
        }
    }
    writer->used = 0;
}

static void append(struct writer *writer, const void *bytes, size_t length)
{
    if (length > BUFFER_BYTES - writer->used) {
        flush(writer);
    }
    if (length > 0) {
        memcpy(writer->buffer + writer->used, bytes, length);
        writer->used += length;
    }
}

static void put(struct writer *writer, enum transcript_type type, uint32_t channel, const void *bytes, size_t length)
{
    struct transcript_record record = {
        .type = type,
        .channel = channel,
        .bytes = (uint32_t)length,
        .instructions = writer->instructions,
    };

    if (writer->has_ended) {
        return;
    }
    append(writer, &record, sizeof(record));
    append(writer, bytes, length);
}

static void put_counter(struct writer *writer)
{
    if (writer->counter_changed) {
        put(writer, TRANSCRIPT_TSC, 0, &writer->counter, sizeof(writer->counter));
        writer->counter_changed = false;
    }
}

struct writer *writer_new(int fd)
{
    struct writer *writer = g_new0(struct writer, 1);

    writer->fd = fd;
    append(writer, TRANSCRIPT_MAGIC, strlen(TRANSCRIPT_MAGIC));
    return writer;
}

void writer_free(struct writer *writer)
{
    flush(writer);
    g_free(writer);
}

void writer_set_time(struct writer *writer, uint64_t instructions)
{
    writer->instructions = instructions;
}

void writer_set_counter(struct writer *writer, uint64_t counter)
{
    bool first = writer->counter == 0;

    writer->counter = counter;
    writer->counter_changed = true;
    if (first) {
        put_counter(writer);
    }
}

uint32_t writer_open(struct writer *writer, enum transcript_kind kind)
{
    uint32_t said = kind;

    if (writer->channels == CHANNELS_MAX) {
        writer_problem(writer, "more than %d terminals and sessions: the later ones are left out", CHANNELS_MAX);
        return 0;
    }
    put_counter(writer);
    put(writer, TRANSCRIPT_OPENED, ++writer->channels, &said, sizeof(said));
    return writer->channels;
}

void writer_bytes(struct writer *writer, enum transcript_type type, uint32_t channel, const void *bytes, size_t length)
{
    const uint8_t *next = bytes;

    put_counter(writer);
    while (length > 0) {
        size_t part = MIN(length, TRANSCRIPT_RECORD_BYTES_MAX);
        put(writer, type, channel, next, part);
        next += part;
        length -= part;
    }
}

void writer_info(struct writer *writer, uint32_t channel, const char *key, const char *value)
{
    char *text = g_strdup_printf("%s=%s", key, value);

    put(writer, TRANSCRIPT_INFO, channel, text, MIN(strlen(text), TRANSCRIPT_RECORD_BYTES_MAX));
    g_free(text);
}

void writer_size(struct writer *writer, uint32_t channel, uint16_t columns, uint16_t rows)
{
    uint16_t size[2] = {columns, rows};

    put_counter(writer);
    put(writer, TRANSCRIPT_RESIZE, channel, size, sizeof(size));
}

void writer_close(struct writer *writer, uint32_t channel)
{
    put_counter(writer);
    put(writer, TRANSCRIPT_CLOSED, channel, NULL, 0);
}

void writer_problem(struct writer *writer, const char *format, ...)
{
    char text[512];
    va_list arguments;

    if (writer->problems == PROBLEMS_MAX) {
        return;
    }
    writer->problems++;
    va_start(arguments, format);
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    put(writer, TRANSCRIPT_PROBLEM, 0, text, strlen(text));
}

void writer_end(struct writer *writer)
{
    put_counter(writer);
    put(writer, TRANSCRIPT_END, 0, NULL, 0);
    writer->has_ended = true;
}

int writer_failure(const struct writer *writer)
{
    return writer->failure;
}
