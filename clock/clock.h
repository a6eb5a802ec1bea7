/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * NAME-rr-clock: when each instruction of a recording was executed. A replay knows instructions only, and they are no
 * clock: an idle machine executes none.
 *
 * The file is CLOCK_MAGIC, the Unix time of the beginning in microseconds (8 bytes, little-endian), and then points,
 * of two varints each (common/varint.h): how many more instructions had been executed than at the point before, and
 * how many microseconds later that was. The first counts from 0 and 0. Between two points time goes on evenly. Where
 * a crash cut the file, the whole points in front of that count.
 *
 * A writer leaves out what can be told from its neighbours to within a tolerance, which doubles whenever the file has
 * grown by CLOCK_STEP_BYTES: a day takes some megabytes at most, whatever the machine does.
 */
#ifndef RECCTRL_CLOCK_CLOCK_H
#define RECCTRL_CLOCK_CLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/varint.h"

#define CLOCK_MAGIC "rrclock1"
#define CLOCK_HEADER_BYTES 16
#define CLOCK_POINT_MAX (2 * VARINT_MAX) /* bytes */
#define CLOCK_TOLERANCE_US 250           /* of a young file */
#define CLOCK_STEP_BYTES (256 * 1024)

struct clock_point {
    uint64_t instructions; /* executed so far */
    uint64_t us;           /* since the beginning */
};

struct clock_writer {
    struct clock_point anchor, last; /* the last point that was written; the last that was seen */
    double slowest, fastest;         /* microseconds an instruction, between which all points since the anchor lie */
    double tolerance_us;
    uint64_t bytes; /* of points written so far */
};

void clock_header(uint8_t out[CLOCK_HEADER_BYTES], uint64_t began_unix_us);

void clock_writer_init(struct clock_writer *writer);

/*
 * Takes a point; one that is before the last one is taken for that. Returns how many bytes of the file it wrote to OUT,
 * which has room for CLOCK_POINT_MAX.
 */
size_t clock_writer_add(struct clock_writer *writer, struct clock_point point, uint8_t *out);

/* Writes what was seen last, if it was not written yet: after it, the file is as exact as it gets. */
size_t clock_writer_end(struct clock_writer *writer, uint8_t *out);

/* All points of a file: clock_free() it. */
struct clock {
    uint64_t began_unix_us;
    struct clock_point *points; /* (0, 0) first, then never less in either */
    size_t count;               /* at least 1 */
};

/* Reads a file's content. False: it is no clock, or memory is short. */
bool clock_read(const uint8_t *data, size_t size, struct clock *clock);

void clock_free(struct clock *clock);

/*
 * When the machine had executed as many instructions: where it then stood still, the moment when that began. Behind
 * the last point, time stands still.
 */
uint64_t clock_us(const struct clock *clock, uint64_t instructions);

#endif
