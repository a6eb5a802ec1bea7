/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A log on its way to the file: only addresses of mapped memory change, however the bytes come in pieces. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>

#include "panda/log_addresses.h"
#include "scratch.h"

#define RAM_BEGIN UINT64_C(0x40000000)
enum { MEMORY_RW, REGION_CHANGE, UNMAP, DISK, NETWORK, PACKET, RECEIVE, READ, SEND, WRITE, REGISTER, UNKNOWN_CALL };

static uint8_t given[4096], expected[4096];
static size_t size;

static unsigned words;

/* Where the engine had the bytes, in each entry. */
static void *const host = (void *)UINT64_C(0x5555555555555555);

static uint64_t address_of(const void *mapped, uint64_t offset)
{
    assert_ptr_equal(mapped, host);
    return RAM_BEGIN + offset;
}

static void count_word(const void *word, uint64_t address)
{
    assert_ptr_equal(word, host);
    assert_int_equal(address, UINT64_C(0x5555555555555555));
    words++;
}

static const struct log_addresses addresses = {address_of, count_word};

static void put(const void *bytes, size_t count)
{
    memcpy(given + size, bytes, count);
    memcpy(expected + size, bytes, count);
    size += count;
}

static void put_number(uint64_t number, size_t count)
{
    put(&number, count);
}

static void entry(uint8_t kind)
{
    put_number(1000 + size, 8);
    put_number(kind, 1);
    put_number(6, 1);
}

static void input(uint8_t kind, size_t bytes)
{
    entry(kind);
    put_number(UINT64_C(0x0606060606060606), bytes); /* as if it were the begin of another entry */
}

static void call(uint8_t kind, size_t structure, size_t length_at, size_t length_size, size_t follow)
{
    uint8_t args[64] = {0}, data[600];

    entry(6);
    put_number(kind, 1);
    memset(data, UNMAP, sizeof(data));
    memset(args, 0x55, structure);
    if (length_size > 0) {
        memset(args + length_at, 0, length_size);
        memcpy(args + length_at, &follow, length_size);
    }
    if (kind == UNMAP) {
        uint64_t corrected = RAM_BEGIN + UINT64_C(0x5555555555555555);
        put(args, structure);
        memcpy(expected + size - structure, &corrected, sizeof(corrected));
    } else {
        put(args, structure);
    }
    put(data, follow);
}

/* One of each kind that the engine knows. */
static void all_entries(void)
{
    size = 0;
    put_number(0, 8);
    input(0, 1), input(1, 2), input(2, 4), input(3, 8), input(4, 4), input(5, 2), input(8, 4), input(9, 4);
    call(MEMORY_RW, 24, 16, 4, 8), call(MEMORY_RW, 24, 16, 4, 4);
    call(UNMAP, 24, 16, 8, 512);
    call(REGION_CHANGE, 40, 24, 4, 11);
    call(DISK, 32, 0, 0, 0), call(NETWORK, 32, 0, 0, 0);
    call(PACKET, 16, 8, 4, 90);
    call(RECEIVE, 16, 0, 0, 0), call(READ, 16, 0, 0, 0), call(SEND, 16, 0, 0, 0), call(WRITE, 16, 0, 0, 0);
    call(UNMAP, 24, 16, 8, 0);
    call(REGISTER, 24, 20, 4, 8);
    call(UNMAP, 24, 16, 8, 1);
}

/* Puts the bytes through, `piece` at a time. */
static void filter(size_t piece, bool rewound)
{
    FILE *stream = log_addresses_open(fopen(scratch_path("log"), "w"), &addresses);

    assert_non_null(stream);
    for (size_t at = 0; at < size; at += piece) {
        size_t count = size - at < piece ? size - at : piece;
        assert_int_equal(fwrite(given + at, 1, count, stream), count);
    }
    if (rewound) {
        rewind(stream);
        assert_int_equal(fwrite("HEADER--", 1, 8, stream), 8);
    }
    assert_int_equal(fclose(stream), 0);
}

static void assert_is_as_expected(void)
{
    struct stat status;

    assert_int_equal(stat(scratch_path("log"), &status), 0);
    assert_int_equal(status.st_size, size);
    assert_memory_equal(scratch_read("log"), expected, size);
}

static void addresses_are_corrected_in_pieces_of_every_size(void **state)
{
    (void)state;
    all_entries();
    entry(7);
    for (size_t piece = 1; piece <= size; piece++) {
        words = 0;
        filter(piece, false);
        assert_is_as_expected();
        assert_int_equal(words, 1);
    }
}

/* Who looks for what is mapped must find it as it is at that moment. */
static void the_stream_keeps_nothing_back(void **state)
{
    FILE *stream = log_addresses_open(fopen(scratch_path("log"), "w"), &addresses);

    (void)state;
    all_entries();
    words = 0;
    fwrite(given, 1, size, stream);
    assert_int_equal(words, 1);
    fclose(stream);
}

static void the_header_is_written_again_at_the_end(void **state)
{
    (void)state;
    all_entries();
    entry(7);
    memcpy(expected, "HEADER--", 8);
    filter(size, true);
    assert_is_as_expected();
}

/* An engine with other entries: nothing is lost, and nothing is changed any more. */
static void what_is_not_known_passes_as_it_is(void **state)
{
    (void)state;
    for (int unknown = 0; unknown < 2; unknown++) {
        all_entries();
        size_t known = size;
        if (unknown == 0) {
            entry(10);
        } else {
            call(UNKNOWN_CALL, 24, 16, 4, 8);
        }
        call(UNMAP, 24, 16, 8, 16);
        memcpy(expected + known, given + known, size - known);
        for (size_t piece = 1; piece <= 64; piece++) {
            filter(piece, false);
            assert_is_as_expected();
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(addresses_are_corrected_in_pieces_of_every_size, scratch_enter, scratch_leave),
        cmocka_unit_test_setup_teardown(the_stream_keeps_nothing_back, scratch_enter, scratch_leave),
        cmocka_unit_test_setup_teardown(the_header_is_written_again_at_the_end, scratch_enter, scratch_leave),
        cmocka_unit_test_setup_teardown(what_is_not_known_passes_as_it_is, scratch_enter, scratch_leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
