/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <math.h>
#include <string.h>

#include "clock.h"

void clock_header(uint8_t out[CLOCK_HEADER_BYTES], uint64_t began_unix_us)
{
    memcpy(out, CLOCK_MAGIC, 8);
    for (int i = 0; i < 8; i++) {
        out[8 + i] = (uint8_t)(began_unix_us >> (8 * i));
    }
}

static void open_corridor(struct clock_writer *writer)
{
    writer->slowest = 0;
    writer->fastest = INFINITY;
}

void clock_writer_init(struct clock_writer *writer)
{
    *writer = (struct clock_writer){.tolerance_us = CLOCK_TOLERANCE_US};
    open_corridor(writer);
}

/* Writes the last point and makes it the anchor of what follows. */
static size_t write_last(struct clock_writer *writer, uint8_t *out)
{
    size_t used = varint_put(out, writer->last.instructions - writer->anchor.instructions);
    used += varint_put(out + used, writer->last.us - writer->anchor.us);
    if (writer->bytes / CLOCK_STEP_BYTES != (writer->bytes + used) / CLOCK_STEP_BYTES) {
        writer->tolerance_us *= 2;
    }
    writer->bytes += used;
    writer->anchor = writer->last;
    open_corridor(writer);
    return used;
}

/* Narrows the corridor so that a line through it passes the last point by no more than the tolerance. */
static void narrow(struct clock_writer *writer)
{
    double instructions = (double)(writer->last.instructions - writer->anchor.instructions);
    double us = (double)(writer->last.us - writer->anchor.us);

    double slowest = (us - writer->tolerance_us) / instructions;
    double fastest = (us + writer->tolerance_us) / instructions;

    writer->slowest = slowest > writer->slowest ? slowest : writer->slowest;
    writer->fastest = fastest < writer->fastest ? fastest : writer->fastest;
}

static bool stands_still(const struct clock_point *from, const struct clock_point *to)
{
    return from->instructions == to->instructions;
}

/* Whether the line from the anchor to POINT passes all that was left out closely enough. */
static bool is_in_corridor(const struct clock_writer *writer, const struct clock_point *point)
{
    double slope = (double)(point->us - writer->anchor.us) /
                   (double)(point->instructions - writer->anchor.instructions);

    return slope >= writer->slowest && slope <= writer->fastest;
}

size_t clock_writer_add(struct clock_writer *writer, struct clock_point point, uint8_t *out)
{
    size_t used = 0;

    if (point.instructions < writer->last.instructions || point.us < writer->last.us) {
        return 0;
    }
    if (stands_still(&writer->last, &point)) {
        if ((double)(point.us - writer->last.us) <= writer->tolerance_us) {
            return 0;
        }
        if (!stands_still(&writer->anchor, &writer->last)) {
            used = write_last(writer, out);
        }
    } else if (stands_still(&writer->anchor, &writer->last)) {
        if (writer->last.us != writer->anchor.us) {
            used = write_last(writer, out);
        }
    } else {
        narrow(writer);
        if (!is_in_corridor(writer, &point)) {
            used = write_last(writer, out);
        }
    }
    writer->last = point;
    return used;
}

size_t clock_writer_end(struct clock_writer *writer, uint8_t *out)
{
    bool written = stands_still(&writer->anchor, &writer->last) && writer->anchor.us == writer->last.us;
    return written ? 0 : write_last(writer, out);
}
