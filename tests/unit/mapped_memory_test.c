/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where in the guest memory is that a device writes to: RAM in two pieces, video memory beside it, what is mapped. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdbool.h>

#include "panda/mapped_memory.h"
#include "panda/panda_api.h"

#define LENGTH (UINT64_C(16) << 20)
#define HALF (LENGTH / 2)
#define LOW 0
#define HIGH (UINT64_C(4) << 30)
#define VIDEO UINT64_C(0xfd000000)

static char ram[LENGTH], video[LENGTH], elsewhere[LENGTH];
struct mapped_region *rr_map_list;

void *memory_region_from_host(void *host, uint64_t *offset)
{
    char *byte = host;

    *offset = 0;
    return (byte >= ram && byte < ram + LENGTH) || (byte >= video && byte < video + LENGTH) ? ram : NULL;
}

static void *at(uint64_t address)
{
    if (address < HALF) {
        return ram + address;
    }
    if (address - HIGH < HALF) {
        return ram + HALF + (address - HIGH);
    }
    return address - VIDEO < LENGTH ? video + (address - VIDEO) : NULL;
}

void *cpu_physical_memory_map(uint64_t address, uint64_t *length, int is_write)
{
    (void)length;
    (void)is_write;
    return at(address);
}

void cpu_physical_memory_unmap(void *host, uint64_t length, int is_write, uint64_t accessed)
{
    (void)host;
    (void)length;
    (void)is_write;
    (void)accessed;
}

bool cpu_physical_memory_is_io(uint64_t address)
{
    return at(address) == NULL;
}

static void finds_what_is_mapped(void **state)
{
    struct mapped_region high = {.host = ram + HALF + 512, .address = HIGH + 512, .length = 512},
                         shown = {.host = video + 512, .address = VIDEO + 512, .length = 512, .next = &high};
    uint64_t address = 1;

    (void)state;
    rr_map_list = &shown;
    assert_true(mapped_memory_address(ram + HALF + 512, &address));
    assert_int_equal(address, HIGH + 512);
    assert_true(mapped_memory_address(video + 512, &address));
    assert_int_equal(address, VIDEO + 512);
    assert_false(mapped_memory_address(ram + 512, &address));
    rr_map_list = NULL;
}

static void tells_an_offset_from_an_address(void **state)
{
    struct mapped_region mapped = {.host = ram + HALF, .address = HIGH, .length = 4};

    (void)state;
    assert_true(mapped_memory_is_at(ram + 512, 512));
    assert_false(mapped_memory_is_at(ram + HALF + 512, HALF + 512)); /* no memory there */
    assert_false(mapped_memory_is_at(video + 512, 512));             /* other memory */
    assert_true(mapped_memory_is_at(elsewhere, HIGH));               /* the engine's own */
    rr_map_list = &mapped;
    assert_true(mapped_memory_is_at(ram + HALF, HIGH));
    rr_map_list = NULL;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_what_is_mapped),
        cmocka_unit_test(tells_an_offset_from_an_address),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
