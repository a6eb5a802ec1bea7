/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the RAM lies, with another block of the same length beside it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdbool.h>

#include "panda/panda_api.h"
#include "panda/ram_map.h"

#define LENGTH (UINT64_C(16) << 20)
#define RAM_BEGIN (UINT64_C(1) << 30)
#define VIDEO_BEGIN (UINT64_C(2) << 30)

uint64_t ram_size = LENGTH;
static char ram[LENGTH], video[LENGTH];

int qemu_ram_foreach_block(ram_block_visitor *visit, void *opaque)
{
    return visit("ram", ram, 0, LENGTH, opaque) || visit("video", video, LENGTH, LENGTH, opaque);
}

void *cpu_physical_memory_map(uint64_t address, uint64_t *length, int is_write)
{
    (void)length;
    (void)is_write;
    return address < VIDEO_BEGIN ? ram + (address - RAM_BEGIN) : video + (address - VIDEO_BEGIN);
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
    return !(address >= RAM_BEGIN && address < RAM_BEGIN + LENGTH) &&
           !(address >= VIDEO_BEGIN && address < VIDEO_BEGIN + LENGTH);
}

static void finds_the_ram(void **state)
{
    (void)state;
    ram_map_read();
    assert_int_equal(ram_map_address(0x1234), RAM_BEGIN + 0x1234);
    assert_int_equal(ram_map_address(LENGTH), LENGTH); /* lies nowhere */
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(finds_the_ram)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
