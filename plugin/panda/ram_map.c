/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ram_map.h"

#include <stdbool.h>
#include <stddef.h>

#include "panda_api.h"

/* RAM begins and ends at such addresses but for the first MiB of a PC, where offset and address are the same. */
#define STEP (UINT64_C(1) << 20)
#define PIECES_MAX 8

/* Holes for devices lie below this address, and no RAM begins behind it. */
#define LAST_BEGIN (UINT64_C(8) << 30)

static struct piece {
    uint64_t offset, length, address;
} pieces[PIECES_MAX];
static size_t count;

/* The first block that is as long as -m says; flash or video memory of that length comes behind it. */
static int take_ram(const char *name, void *host, uint64_t offset, uint64_t length, void *opaque)
{
    (void)name;
    (void)offset;
    if (length == ram_size && *(const char **)opaque == NULL) {
        *(const char **)opaque = host;
    }
    return 0;
}

/* Where the memory at this guest's address lies in our own, or NULL. */
static const char *host_address(uint64_t address)
{
    uint64_t length = 1;
    void *host;

    if (cpu_physical_memory_is_io(address)) {
        return NULL;
    }
    host = cpu_physical_memory_map(address, &length, 0);
    cpu_physical_memory_unmap(host, length, 0, 0);
    return host;
}

/* Bytes from this address on that follow each other in our memory as well; `limit` at most. */
static uint64_t length_from(uint64_t address, const char *host, uint64_t limit)
{
    uint64_t length = 0, part = STEP;

    while (part <= limit / 2) {
        part *= 2;
    }
    for (; part >= STEP; part /= 2) {
        uint64_t last = length + part - 1;
        if (last < limit && host_address(address + last) == host + last) {
            length += part;
        }
    }
    return length;
}

void ram_map_read(void)
{
    const char *ram = NULL;

    count = 0;
    qemu_ram_foreach_block(take_ram, &ram);
    for (uint64_t address = 0, next; ram != NULL && address < LAST_BEGIN && count < PIECES_MAX; address = next) {
        const char *host = host_address(address);
        next = address + STEP;
        if (host != NULL && host >= ram && host < ram + ram_size) {
            uint64_t offset = (uint64_t)(host - ram);
            uint64_t length = length_from(address, host, ram_size - offset);
            if (length > 0) {
                pieces[count++] = (struct piece){offset, length, address};
                next = address + length;
            }
        }
    }
}

uint64_t ram_map_address(uint64_t offset)
{
    for (size_t i = 0; i < count; i++) {
        if (offset - pieces[i].offset < pieces[i].length) {
            return pieces[i].address + (offset - pieces[i].offset);
        }
    }
    return offset;
}
