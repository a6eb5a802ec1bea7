/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The memory of the program that runs in the guest now, as it sees it. What stands there is hostile. */
#ifndef RECCTRL_TRANSCRIPT_MEMORY_H
#define RECCTRL_TRANSCRIPT_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MEMORY_PAGE 4096 /* bytes; the smallest of all guests' */

struct memory {
    /* Copies `length` bytes, at least 1, from the address on; false where some of them can't be read. */
    bool (*read)(void *opaque, uint64_t address, void *buffer, size_t length);
    void *opaque;
    uint64_t end; /* no program has anything from this address on */
};

/* A little-endian number of 4 or 8 bytes. */
bool memory_number(const struct memory *memory, uint64_t address, unsigned bytes, uint64_t *number);

/*
 * The string at the address into text[size], always ended by a NUL; what is longer is cut. False where it can't be
 * read up to its end or to that size.
 */
bool memory_string(const struct memory *memory, uint64_t address, char *text, size_t size);

#endif
