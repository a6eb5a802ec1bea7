/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "machine_state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "panda_api.h"

#define CHUNK ((uint64_t)1 << 30) /* zlib counts in 32 bits */

struct block {
    const unsigned char *host;
    uint64_t length;
};

/* The machine's RAM is the block as long as -m says; on a machine that divides it, the largest one. Video memory and
   ROMs are the devices' own, and what a replay leaves in them is not promised (measured: the same in each of 22
   recordings on x86_64 and i386). */
static int choose_ram(const char *name, void *host, uint64_t offset, uint64_t length, void *opaque)
{
    struct block *best = opaque;
    bool exact = length == ram_size && best->length != ram_size;

    (void)name;
    (void)offset;
    if (exact || (best->length != ram_size && length > best->length)) {
        best->host = host;
        best->length = length;
    }
    return 0;
}

static uint32_t checksum(const unsigned char *bytes, uint64_t length)
{
    uLong crc = crc32(0, NULL, 0);

    while (length > 0) {
        uint64_t part = length < CHUNK ? length : CHUNK;
        crc = crc32(crc, bytes, (uInt)part);
        bytes += part;
        length -= part;
    }
    return (uint32_t)crc;
}

/* x86's dump tells whether the CPU is halted, which is no register: when the host ends a recording of an idle guest
   it is 1, and 0 where the replay ends, with all else equal. */
static void drop_halted(char *text)
{
    char *halted = strstr(text, " HLT=");

    if (halted != NULL)
        memset(halted, ' ', strcspn(halted, "\n"));
}

static bool registers_checksum(uint32_t *out)
{
    char *text = NULL;
    size_t length = 0;
    FILE *file = open_memstream(&text, &length);

    if (file == NULL)
        return false;
    cpu_dump_state(cpus, file, fprintf, CPU_DUMP_FPU);
    if (fclose(file) != 0) {
        free(text);
        return false;
    }
    drop_halted(text);
    *out = checksum((const unsigned char *)text, length);
    free(text);
    return true;
}

bool machine_checksum(struct machine_checksum *out)
{
    struct block ram = {NULL, 0};

    if (cpus == NULL)
        return false;
    qemu_ram_foreach_block(choose_ram, &ram);
    if (ram.host == NULL)
        return false;
    out->ram = checksum(ram.host, ram.length);
    return registers_checksum(&out->registers);
}
