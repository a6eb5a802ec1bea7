/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A clock's file: what is taken of it never goes back, and says the same when it is written again. */
#include "clock/clock.h"

#include "input.h"

static void write_again(const struct clock *clock, struct clock *again)
{
    uint8_t *file = malloc(CLOCK_HEADER_BYTES + (clock->count + 1) * CLOCK_POINT_MAX);
    size_t size = CLOCK_HEADER_BYTES;
    struct clock_writer writer;

    PROMISE(file != NULL);
    clock_header(file, clock->began_unix_us);
    clock_writer_init(&writer);
    for (size_t i = 0; i < clock->count; i++) {
        size += clock_writer_add(&writer, clock->points[i], file + size);
    }
    size += clock_writer_end(&writer, file + size);
    PROMISE(clock_read(file, size, again));
    free(file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct clock clock, again;
    uint64_t us = 0;

    if (!clock_read(data, size, &clock)) {
        return 0;
    }
    PROMISE(clock.count >= 1 && clock.count <= size);
    for (size_t i = 1; i < clock.count; i++) {
        PROMISE(clock.points[i].instructions >= clock.points[i - 1].instructions);
        PROMISE(clock.points[i].us >= clock.points[i - 1].us);
        uint64_t now = clock_us(&clock, clock.points[i].instructions);
        PROMISE(now >= us && now <= clock.points[i].us);
        us = now;
        now = clock_us(&clock, clock.points[i].instructions - 1);
        PROMISE(clock.points[i].instructions == 0 || now <= clock.points[i].us);
    }
    write_again(&clock, &again);
    PROMISE(again.began_unix_us == clock.began_unix_us && again.count <= clock.count);
    clock_free(&again);
    clock_free(&clock);
    return 0;
}
