/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "timeline.h"

#include "host/view.h"
#include "stream.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* A counter that does not tick this often a microsecond is none. */
#define TICKS_MIN 50
#define TICKS_MAX 20000

/* If nothing is known: what PANDA does when it has much to do, about. */
#define INSTRUCTIONS_PER_US 100

static bool read_clock(const struct recording *recording, struct clock *clock)
{
    struct error ignored;
    struct view view;
    int fd = recording->files & FILE_CLOCK ? recording_open_file(recording, FILE_CLOCK, &ignored) : -1;
    bool read = false;

    if (fd >= 0 && view_open(fd, &view)) {
        read = clock_read(view.data, view.size, clock);
        view_close(&view);
    }
    if (fd >= 0) {
        close(fd);
    }
    if (read && clock->count == 1) { /* it has a beginning only */
        clock_free(clock);
        read = false;
    }
    return read;
}

/* How long the recording took; 0: not known. */
static uint64_t length_us(const struct recording *recording)
{
    const struct manifest *manifest = &recording->manifest;
    int64_t ended = manifest->ended_ms;
    struct error ignored;
    struct stat status;

    if (!ended && (recording->files & FILE_LOG)) {
        int fd = recording_open_file(recording, FILE_LOG, &ignored);
        if (fd >= 0 && fstat(fd, &status) == 0) {
            ended = (int64_t)status.st_mtim.tv_sec * 1000 + status.st_mtim.tv_nsec / 1000000;
        }
        if (fd >= 0) {
            close(fd);
        }
    }
    return ended > manifest->started_ms ? (uint64_t)(ended - manifest->started_ms) * 1000 : 0;
}

/* What the guest read, as a clock whose microsecond is this many ticks: fine enough, and no number gets too large. */
#define TICKS_SHIFT 8

struct counter {
    uint8_t *file;
    size_t size, room;
    struct clock_writer writer;
    uint64_t first;
    bool any;
    uint64_t instructions; /* of the last record */
};

static bool add(struct counter *counter, uint64_t instructions, uint64_t ticks)
{
    if (counter->size + 2 * CLOCK_POINT_MAX > counter->room) {
        size_t room = counter->room ? 2 * counter->room : 1 << 16;
        uint8_t *file = realloc(counter->file, room);
        if (!file) {
            return false;
        }
        counter->file = file;
        counter->room = room;
    }
    if (!counter->any) {
        counter->any = true;
        counter->first = ticks;
        clock_header(counter->file, 0);
        counter->size = CLOCK_HEADER_BYTES;
        clock_writer_init(&counter->writer);
    }
    if (ticks >= counter->first) {
        struct clock_point point = {instructions, (ticks - counter->first) >> TICKS_SHIFT};
        counter->size += clock_writer_add(&counter->writer, point, counter->file + counter->size);
    }
    return true;
}

static bool read_counter(FILE *spool, struct counter *counter, struct error *error)
{
    struct stream_record *record = malloc(sizeof *record);

    if (!record) {
        return error_fail(error, "memory is short");
    }
    rewind(spool);
    bool well = stream_begin(spool, record, error);
    while (well && stream_next(spool, record, error) == STREAM_RECORD) {
        if (record->type == TRANSCRIPT_TSC && !add(counter, record->instructions, stream_u64(record->data))) {
            well = error_fail(error, "memory is short");
        }
    }
    counter->instructions = record->instructions;
    free(record);
    return well;
}

/* Scales the counter to the recording's length. False: it is of no use. */
static bool scale_counter(struct counter *counter, uint64_t length, struct clock *clock)
{
    if (!counter->any || length == 0) {
        return false;
    }
    counter->size += clock_writer_end(&counter->writer, counter->file + counter->size);
    if (!clock_read(counter->file, counter->size, clock)) {
        return false;
    }
    double ticks = (double)clock->points[clock->count - 1].us * (1 << TICKS_SHIFT);
    double per_us = ticks / (double)length;
    if (per_us < TICKS_MIN || per_us > TICKS_MAX) {
        clock_free(clock);
        return false;
    }
    for (size_t i = 0; i < clock->count; i++) {
        clock->points[i].us = (uint64_t)((double)clock->points[i].us * (1 << TICKS_SHIFT) / per_us);
    }
    return true;
}

static bool even_pace(const struct recording *recording, uint64_t instructions, uint64_t length,
                      struct clock *clock)
{
    if (recording->manifest.instructions_known && recording->manifest.instructions > instructions) {
        instructions = recording->manifest.instructions;
    }
    clock->points = calloc(2, sizeof *clock->points);
    if (!clock->points) {
        return false;
    }
    clock->count = 2;
    clock->points[1] = (struct clock_point){instructions, length ? length : instructions / INSTRUCTIONS_PER_US};
    return true;
}

bool timeline_open(const struct recording *recording, FILE *spool, struct timeline *timeline,
                   struct error *error)
{
    struct counter counter = {.file = NULL};
    uint64_t length;

    timeline->source = TIMES_CLOCK;
    timeline->clock = (struct clock){.points = NULL};
    if (read_clock(recording, &timeline->clock)) {
        return true;
    }
    length = length_us(recording);
    bool well = read_counter(spool, &counter, error);
    if (well) {
        timeline->source = TIMES_TSC;
        if (!scale_counter(&counter, length, &timeline->clock)) {
            timeline->source = TIMES_INSTRUCTIONS;
            well = even_pace(recording, counter.instructions, length, &timeline->clock) ||
                   error_fail(error, "memory is short");
        }
        timeline->clock.began_unix_us = (uint64_t)recording->manifest.started_ms * 1000;
    }
    free(counter.file);
    return well;
}

void timeline_close(struct timeline *timeline)
{
    clock_free(&timeline->clock);
}
