/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "image.h"

#include <glib.h>
#include <stdio.h>
#include <string.h>

#define STACK_PAGES_MAX 2048 /* 8 MiB, where Linux by default ends a stack */

static bool is_there(const struct memory *memory, uint64_t address)
{
    uint8_t byte;

    return address < memory->end && memory->read(memory->opaque, address, &byte, 1);
}

bool image_look(const struct memory *memory, uint64_t stack, uint64_t *end, char *program, size_t size)
{
    uint64_t page = stack & ~(uint64_t)(MEMORY_PAGE - 1);
    char content[MEMORY_PAGE];
    size_t last = sizeof(content), first;

    for (unsigned i = 0; i < STACK_PAGES_MAX && is_there(memory, page + MEMORY_PAGE); i++) {
        page += MEMORY_PAGE;
    }
    if (!memory->read(memory->opaque, page, content, sizeof(content))) {
        return false;
    }
    while (last > 0 && content[last - 1] == '\0') {
        last--;
    }
    for (first = last; first > 0 && content[first - 1] != '\0'; first--) {}
    if (last == first || last - first >= size || sizeof(content) - last > 2 * sizeof(uint64_t)) {
        return false;
    }
    memcpy(program, content + first, last - first);
    program[last - first] = '\0';
    *end = page + MEMORY_PAGE;
    return true;
}

#define STRINGS_MAX ((size_t)64 * 1024)

/* What lies before `end`, as far as it can be read, to the end of bytes[STRINGS_MAX]; returns where it begins. */
static size_t read_back(const struct memory *memory, uint64_t end, char *bytes)
{
    size_t begin = STRINGS_MAX;

    while (begin > 0 && memory->read(memory->opaque, end - (STRINGS_MAX - begin) - MEMORY_PAGE,
                                     bytes + begin - MEMORY_PAGE, MEMORY_PAGE)) {
        begin -= MEMORY_PAGE;
    }
    return begin;
}

/* The begin of the string before the one that begins at `at`, or 0. */
static size_t string_before(const char *bytes, size_t begin, size_t at)
{
    if (at <= begin + 1) {
        return 0;
    }
    for (at--; at > begin && bytes[at - 1] != '\0'; at--) {}
    return at > begin ? at : 0;
}

bool image_arguments(const struct memory *memory, uint64_t end, unsigned arguments, unsigned environment, char *text,
                     size_t size)
{
    char *bytes = g_malloc(STRINGS_MAX);
    size_t begin = read_back(memory, end, bytes), at = STRINGS_MAX, used = 0;

    while (at > begin && bytes[at - 1] == '\0') {
        at--;
    }
    at += at < STRINGS_MAX;
    for (uint64_t i = 0; i <= (uint64_t)environment + arguments && at > 0; i++) {
        at = string_before(bytes, begin, at);
    }
    text[0] = '\0';
    for (unsigned i = 0; i < arguments && at > 0 && used + 1 < size; i++) {
        int length = snprintf(text + used, size - used, i == 0 ? "%s" : " %s", bytes + at);
        used += (size_t)length;
        at += strlen(bytes + at) + 1;
    }
    g_free(bytes);
    return used > 0;
}
