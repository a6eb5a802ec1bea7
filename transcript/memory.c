/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "memory.h"

#include <string.h>

bool memory_number(const struct memory *memory, uint64_t address, unsigned bytes, uint64_t *number)
{
    uint8_t raw[8];

    *number = 0;
    if (!memory->read(memory->opaque, address, raw, bytes)) {
        return false;
    }
    for (unsigned i = 0; i < bytes; i++) {
        *number |= (uint64_t)raw[i] << (8 * i);
    }
    return true;
}

bool memory_string(const struct memory *memory, uint64_t address, char *text, size_t size)
{
    size_t length = 0;

    while (length + 1 < size) {
        size_t part = MEMORY_PAGE - address % MEMORY_PAGE;
        if (part > size - 1 - length) {
            part = size - 1 - length;
        }
        if (!memory->read(memory->opaque, address, text + length, part)) {
            text[length] = '\0';
            return false;
        }
        size_t found = strnlen(text + length, part);
        length += found;
        address += found;
        if (found < part) {
            break;
        }
    }
    text[length] = '\0';
    return true;
}
