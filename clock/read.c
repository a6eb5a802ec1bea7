/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "clock.h"

/* Takes one point from the data. Returns its bytes; 0: there is no whole one. */
static size_t take_point(const uint8_t *data, size_t size, const struct clock_point *before, struct clock_point *point)
{
    uint64_t instructions, us;
    size_t first = varint_get(data, size, &instructions);
    size_t second = first > 0 ? varint_get(data + first, size - first, &us) : 0;

    if (second == 0 || instructions > UINT64_MAX - before->instructions || us > INT64_MAX - before->us) {
        return 0;
    }
    *point = (struct clock_point){before->instructions + instructions, before->us + us};
    return first + second;
}

bool clock_read(const uint8_t *data, size_t size, struct clock *clock)
{
    size_t used;

    *clock = (struct clock){.began_unix_us = 0};
    if (size < CLOCK_HEADER_BYTES || memcmp(data, CLOCK_MAGIC, 8) != 0) {
        return false;
    }
    clock->points = malloc((1 + (size - CLOCK_HEADER_BYTES) / 2) * sizeof(*clock->points));
    if (clock->points == NULL) {
        return false;
    }
    for (int i = 0; i < 8; i++) {
        clock->began_unix_us |= (uint64_t)data[8 + i] << (8 * i);
    }
    clock->points[clock->count++] = (struct clock_point){0, 0};
    for (size_t at = CLOCK_HEADER_BYTES; at < size; at += used) {
        used = take_point(data + at, size - at, &clock->points[clock->count - 1], &clock->points[clock->count]);
        if (used == 0) {
            break;
        }
        clock->count++;
    }
    return true;
}

void clock_free(struct clock *clock)
{
    free(clock->points);
    *clock = (struct clock){.points = NULL};
}

uint64_t clock_us(const struct clock *clock, uint64_t instructions)
{
    size_t low = 0, high = clock->count; /* the first point that is not before lies between them */

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (clock->points[middle].instructions < instructions) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low == clock->count) {
        return clock->points[clock->count - 1].us;
    }
    if (low == 0 || clock->points[low].instructions == instructions) {
        return clock->points[low].us;
    }
    const struct clock_point *a = &clock->points[low - 1], *b = &clock->points[low];
    double part = (double)(instructions - a->instructions) / (double)(b->instructions - a->instructions);
    uint64_t us = a->us + (uint64_t)((double)(b->us - a->us) * part);
    return us < b->us ? us : b->us;
}
