/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "channels.h"
#include "make.h"
#include "stream.h"
#include "timeline.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What is read and what is written, and how far. */
struct conversion {
    FILE *spool, *out;
    const struct timeline *timeline;
    struct stream_record record;
    struct event event;
    uint64_t us; /* of the last event */
    uint32_t channels;
};

static void put(struct conversion *c)
{
    uint64_t us = clock_us(&c->timeline->clock, c->record.instructions);
    c->event.us = us > c->us ? us : c->us;
    transcript_write(c->out, &c->event, c->us);
    c->us = c->event.us;
}

static void put_problem(struct conversion *c, const char *text)
{
    c->event.type = TRANSCRIPT_PROBLEM;
    c->event.channel = 0;
    c->event.bytes = (uint32_t)strlen(text);
    memcpy(c->event.data, text, c->event.bytes);
    put(c);
}

static void put_u16(uint8_t *data, unsigned value)
{
    data[0] = (uint8_t)value;
    data[1] = (uint8_t)(value >> 8);
}

/* A channel is numbered when it opens, and at most so many are of use to anybody. */
static bool is_wanted(struct conversion *c)
{
    const struct stream_record *record = &c->record;

    if (record->type == TRANSCRIPT_OPENED && record->channel == c->channels + 1) {
        c->channels++;
        if (c->channels == CHANNELS_MAX + 1) {
            put_problem(c, "there are more terminals than anybody can look at; those from here on are left out");
        }
    }
    return record->type != TRANSCRIPT_TSC && record->channel <= c->channels &&
           record->channel <= CHANNELS_MAX;
}

static void take_record(struct conversion *c)
{
    const struct stream_record *record = &c->record;
    uint8_t *data = c->event.data;

    if (!is_wanted(c)) {
        return;
    }
    c->event.type = record->type;
    c->event.channel = record->channel;
    c->event.bytes = record->bytes;
    memcpy(data, record->data, record->bytes);
    if (record->type == TRANSCRIPT_OPENED) {
        put_u16(data, stream_u32(record->data) & 0xffff);
        put_u16(data + 2, stream_u32(record->data) >> 16);
    } else if (record->type == TRANSCRIPT_RESIZE) {
        put_u16(data, stream_u16(record->data));
        put_u16(data + 2, stream_u16(record->data + 2));
    }
    put(c);
}

static bool convert(struct conversion *c, const char *problem, struct error *error)
{
    enum stream_result result;

    rewind(c->spool);
    if (!stream_begin(c->spool, &c->record, error)) {
        return false;
    }
    while ((result = stream_next(c->spool, &c->record, error)) == STREAM_RECORD) {
        take_record(c);
    }
    if (result == STREAM_WRONG) {
        return false;
    }
    if (problem) {
        put_problem(c, problem);
    } else if (result == STREAM_CUT) {
        put_problem(c, "it is longer than can be kept, and ends early");
    }
    c->event.type = TRANSCRIPT_END;
    c->event.channel = c->event.bytes = 0;
    put(c);
    return (fflush(c->out) == 0 && !ferror(c->out)) || error_fail(error, "can't write it: %s", strerror(errno));
}

bool transcript_convert(const struct recording *recording, FILE *spool, const char *log, const char *problem,
                        FILE *out, struct error *error)
{
    struct timeline timeline;
    struct conversion *c = calloc(1, sizeof *c);

    if (!c) {
        return error_fail(error, "memory is short");
    }
    bool well = timeline_open(recording, spool, &timeline, error);
    if (well) {
        struct transcript_header header = {.began_us = timeline.clock.began_unix_us, .times = timeline.source};
        snprintf(header.log, sizeof header.log, "%s", log);
        transcript_write_header(out, &header);
        c->spool = spool;
        c->out = out;
        c->timeline = &timeline;
        well = convert(c, problem, error);
        timeline_close(&timeline);
    }
    free(c);
    return well;
}
