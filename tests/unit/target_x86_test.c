/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How long a CPUID is, for whatever bytes a guest has there, and which instruction is a CMPXCHG8B. */
#include "targets/x86.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define PC 0xfffffffffffffff0u /* near the end of the address space */
#define LONGEST 18

struct bytes {
    uint8_t bytes[32];
    size_t readable, farthest;
};

static bool read_bytes(void *opaque, uint64_t address, void *buffer, size_t length)
{
    struct bytes *b = opaque;
    uint64_t offset = address - PC;

    assert_int_equal(length, 1);
    if (offset > b->farthest) {
        b->farthest = offset;
    }
    if (offset >= b->readable) {
        return false;
    }
    memcpy(buffer, b->bytes + offset, 1);
    return true;
}

static uint64_t length_of(struct bytes *b)
{
    return x86_cpuid_length(PC, &(struct guest_memory){.read = read_bytes, .opaque = b});
}

#define ASSERT_LENGTH(expected, ...)                                                                                   \
    do {                                                                                                               \
        const uint8_t bytes_[] = {__VA_ARGS__};                                                                        \
        struct bytes b_ = {.readable = sizeof(bytes_)};                                                                \
        memcpy(b_.bytes, bytes_, sizeof(bytes_));                                                                      \
        assert_int_equal(length_of(&b_), expected);                                                                    \
    } while (0)

static void counts_prefixes(void **state)
{
    (void)state;
    ASSERT_LENGTH(2, 0x0f, 0xa2);
    ASSERT_LENGTH(3, 0x66, 0x0f, 0xa2, 0x0f, 0xa2);
    ASSERT_LENGTH(4, 0x66, 0x48, 0x0f, 0xa2);
    ASSERT_LENGTH(15, 0x66, 0x67, 0x2e, 0x36, 0x3e, 0x26, 0x64, 0x65, 0xf0, 0xf2, 0xf3, 0x66, 0x66, 0x0f, 0xa2);
    ASSERT_LENGTH(16, 0x66, 0x67, 0x2e, 0x36, 0x3e, 0x26, 0x64, 0x65, 0xf0, 0xf2, 0xf3, 0x66, 0x66, 0x66, 0x0f, 0xa2);
    ASSERT_LENGTH(4, 0xc5, 0xf8, 0x0f, 0xa2);
    ASSERT_LENGTH(4, 0xc4, 0xe1, 0x78, 0xa2);
    ASSERT_LENGTH(5, 0x65, 0xc4, 0xe1, 0x0f, 0xa2);
}

static void is_two_where_bytes_cannot_be_read(void **state)
{
    struct bytes none = {.readable = 0};

    (void)state;
    assert_int_equal(length_of(&none), 2);
    ASSERT_LENGTH(2, 0x66, 0x66);
}

/* Every byte repeated, and every pair: the length stays that of an instruction and little is read. */
static void is_bounded_for_any_bytes(void **state)
{
    (void)state;
    for (unsigned pair = 0; pair < 1 << 16; pair++) {
        struct bytes b = {.readable = sizeof(b.bytes)};
        memset(b.bytes, (int)(pair & 0xff), sizeof(b.bytes));
        b.bytes[pair % 15] = (uint8_t)(pair >> 8);
        uint64_t length = length_of(&b);
        assert_in_range(length, 2, LONGEST);
        assert_in_range(b.farthest, 0, 14);
    }
}

#define ASSERT_COMPARE_EXCHANGE(expected, ...)                                                                         \
    do {                                                                                                               \
        const uint8_t bytes_[] = {__VA_ARGS__};                                                                        \
        assert_int_equal(x86_is_compare_exchange(bytes_, sizeof(bytes_)), expected);                                   \
    } while (0)

static void knows_compare_exchange(void **state)
{
    (void)state;
    ASSERT_COMPARE_EXCHANGE(true, 0x0f, 0xc7, 0x0e);
    ASSERT_COMPARE_EXCHANGE(true, 0x64, 0x0f, 0xc7, 0x0e);
    ASSERT_COMPARE_EXCHANGE(true, 0xf0, 0x0f, 0xc7, 0x4d, 0x10);
    ASSERT_COMPARE_EXCHANGE(true, 0xf0, 0x65, 0x49, 0x0f, 0xc7, 0x0c, 0x24);
    ASSERT_COMPARE_EXCHANGE(false, 0x0f, 0xc7, 0x36); /* VMPTRLD */
    ASSERT_COMPARE_EXCHANGE(false, 0x0f, 0xc7, 0xc8); /* a register */
    ASSERT_COMPARE_EXCHANGE(false, 0x0f, 0xb1, 0x0e); /* CMPXCHG */
    ASSERT_COMPARE_EXCHANGE(false, 0x0f, 0xc7);
    ASSERT_COMPARE_EXCHANGE(false, 0x48);
    ASSERT_COMPARE_EXCHANGE(false, 0x66, 0x66);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_prefixes),
        cmocka_unit_test(is_two_where_bytes_cannot_be_read),
        cmocka_unit_test(is_bounded_for_any_bytes),
        cmocka_unit_test(knows_compare_exchange),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
