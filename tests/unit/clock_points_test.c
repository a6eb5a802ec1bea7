/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The clock of a recording: what is left out can be told to within the tolerance, and no file is long. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "clock/clock.h"

#define BEGAN 1732395481250123u

static uint8_t *file;
static size_t size, room;
static struct clock_writer writer;
static struct clock clock_of_file;

static int enter(void **state)
{
    (void)state;
    room = 1 << 16;
    size = CLOCK_HEADER_BYTES;
    file = malloc(room);
    clock_header(file, BEGAN);
    clock_writer_init(&writer);
    return 0;
}

static int leave(void **state)
{
    (void)state;
    free(file);
    clock_free(&clock_of_file);
    return 0;
}

static void add(uint64_t instructions, uint64_t us)
{
    if (size + 2 * CLOCK_POINT_MAX > room) {
        room *= 2;
        void *larger = realloc(file, room);
        assert_non_null(larger);
        file = larger;
    }
    size += clock_writer_add(&writer, (struct clock_point){instructions, us}, file + size);
}

static void end(void)
{
    size += clock_writer_end(&writer, file + size);
    assert_true(clock_read(file, size, &clock_of_file));
    assert_int_equal(clock_of_file.began_unix_us, BEGAN);
}

static uint64_t distance(uint64_t a, uint64_t b)
{
    return a > b ? a - b : b - a;
}

static void numbers_come_back(void **state)
{
    static const uint64_t values[] = {0, 1, 127, 128, 16383, 16384, UINT32_MAX, INT64_MAX, UINT64_MAX};
    static const size_t bytes[] = {1, 1, 1, 2, 2, 3, 5, 9, 10};
    uint8_t out[VARINT_MAX];
    uint64_t value;

    (void)state;
    for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++) {
        assert_int_equal(varint_put(out, values[i]), bytes[i]);
        assert_int_equal(varint_get(out, bytes[i], &value), bytes[i]);
        assert_int_equal(value, values[i]);
        assert_int_equal(varint_get(out, bytes[i] - 1, &value), 0);
    }
    memset(out, 0x80, sizeof(out));
    assert_int_equal(varint_get(out, sizeof(out), &value), 0);
    memset(out, 0xff, sizeof(out));
    out[9] = 2;
    assert_int_equal(varint_get(out, sizeof(out), &value), 0);
}

static void an_even_pace_needs_two_points(void **state)
{
    (void)state;
    for (uint64_t us = 0; us < 60000000; us += 1000) {
        add(us * 150, us);
    }
    end();
    assert_int_equal(clock_of_file.count, 2);
    assert_int_equal(clock_us(&clock_of_file, 150 * 12345678), 12345678);
}

static void an_idle_machine_stands_still(void **state)
{
    (void)state;
    add(1000, 10000);
    add(1000, 5000000);
    add(2000, 5010000);
    end();
    assert_int_equal(clock_us(&clock_of_file, 500), 5000);
    assert_int_equal(clock_us(&clock_of_file, 1000), 10000);
    assert_int_equal(clock_us(&clock_of_file, 1001), 5000010);
    assert_int_equal(clock_us(&clock_of_file, 2000), 5010000);
    assert_int_equal(clock_us(&clock_of_file, UINT64_MAX), 5010000);
    assert_int_equal(clock_us(&clock_of_file, 0), 0);
}

static void what_goes_back_is_left_out(void **state)
{
    (void)state;
    add(1000, 10000);
    add(999, 11000);
    add(2000, 9000);
    add(2000, 20000);
    end();
    assert_int_equal(clock_us(&clock_of_file, 1000), 10000);
    assert_int_equal(clock_us(&clock_of_file, 2000), 20000);
}

/* Points of a machine that works and idles as a generator of random numbers says. */
struct seen {
    struct clock_point *points;
    size_t count;
};

static uint64_t next_random(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return *seed >> 33;
}

static struct seen live(uint64_t seed, size_t count)
{
    struct seen seen = {calloc(count, sizeof(struct clock_point)), count};
    uint64_t instructions = 0, us = 0;

    for (size_t i = 0; i < count; i++) {
        us += 1 + next_random(&seed) % 3000;
        instructions += next_random(&seed) % 4 == 0 ? 0 : next_random(&seed) % 500000;
        seen.points[i] = (struct clock_point){instructions, us};
        add(instructions, us);
    }
    end();
    return seen;
}

static void what_is_left_out_is_known_to_within_the_tolerance(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        size = CLOCK_HEADER_BYTES;
        clock_free(&clock_of_file);
        clock_writer_init(&writer);
        struct seen seen = live(seed, 10000);
        assert_true(size < CLOCK_STEP_BYTES && clock_of_file.count < seen.count);
        for (size_t i = 1; i < seen.count; i++) {
            if (seen.points[i].instructions != seen.points[i - 1].instructions) { /* else: when it began to idle */
                assert_in_range(distance(clock_us(&clock_of_file, seen.points[i].instructions), seen.points[i].us),
                                0, CLOCK_TOLERANCE_US + 1);
            }
        }
        free(seen.points);
    }
}

static void a_long_clock_gets_coarse(void **state)
{
    (void)state;
    struct seen seen = live(7, 2000000); /* 50 minutes in which no two points are on a line */
    assert_in_range(size, CLOCK_STEP_BYTES, 8 * CLOCK_STEP_BYTES);
    assert_true(writer.tolerance_us > CLOCK_TOLERANCE_US);
    for (size_t i = 1; i < seen.count; i++) {
        if (seen.points[i].instructions != seen.points[i - 1].instructions) {
            assert_in_range(distance(clock_us(&clock_of_file, seen.points[i].instructions), seen.points[i].us), 0,
                            (uint64_t)writer.tolerance_us + 1);
        }
    }
    free(seen.points);
}

static void whole_points_of_a_cut_file_count(void **state)
{
    struct clock whole, cut;

    (void)state;
    free(live(3, 200).points);
    assert_true(clock_read(file, size, &whole));
    for (size_t length = 0; length < size; length++) {
        bool taken = clock_read(file, length, &cut);
        assert_int_equal(taken, length >= CLOCK_HEADER_BYTES);
        if (taken) {
            assert_true(cut.count <= whole.count);
            assert_memory_equal(cut.points, whole.points, cut.count * sizeof(*cut.points));
            clock_free(&cut);
        }
    }
    clock_free(&whole);
}

static void another_file_is_no_clock(void **state)
{
    (void)state;
    file[7] = '2';
    assert_false(clock_read(file, size, &clock_of_file));
}

static void what_overflows_ends_the_file(void **state)
{
    (void)state;
    size += varint_put(file + size, UINT64_MAX);
    size += varint_put(file + size, 5);
    size += varint_put(file + size, 1);
    size += varint_put(file + size, 5);
    assert_true(clock_read(file, size, &clock_of_file));
    assert_int_equal(clock_of_file.count, 2);
    assert_int_equal(clock_us(&clock_of_file, UINT64_MAX), 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(numbers_come_back, enter, leave),
        cmocka_unit_test_setup_teardown(an_even_pace_needs_two_points, enter, leave),
        cmocka_unit_test_setup_teardown(an_idle_machine_stands_still, enter, leave),
        cmocka_unit_test_setup_teardown(what_goes_back_is_left_out, enter, leave),
        cmocka_unit_test_setup_teardown(what_is_left_out_is_known_to_within_the_tolerance, enter, leave),
        cmocka_unit_test_setup_teardown(a_long_clock_gets_coarse, enter, leave),
        cmocka_unit_test_setup_teardown(whole_points_of_a_cut_file_count, enter, leave),
        cmocka_unit_test_setup_teardown(another_file_is_no_clock, enter, leave),
        cmocka_unit_test_setup_teardown(what_overflows_ends_the_file, enter, leave),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
