/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "image.h"

#include <glib.h>
#include <stdio.h>
#include <string.h>

#define STACK_PAGES_MAX 2048 /* 8 MiB, where Linux by default ends a stack */

/*
 * Pages that nobody has touched so far are not there: in a large array of a function, and where Linux leaves up to 8 KiB,
 * at random, before the strings.
 */
#define MISSING_PAGES_MAX 16

/* At the end of a stack there is a path, its NUL, and an empty pointer, of 8 or 4 bytes. */
static bool take_path(const char content[MEMORY_PAGE], char *program, size_t size)
{
    size_t last = MEMORY_PAGE, first;

    while (last > 0 && content[last - 1] == '\0') {
        last--;
    }
    for (first = last; first > 0 && content[first - 1] != '\0'; first--) {}
    if (last == first || last - first >= size || (MEMORY_PAGE - last != 9 && MEMORY_PAGE - last != 5)) {
        return false;
    }
    memcpy(program, content + first, last - first);
    program[last - first] = '\0';
    return true;
}

/* What lies right behind the stack is no page of it: Linux may put the vDSO and its data there. */
bool image_look(const struct memory *memory, uint64_t stack, uint64_t *end, char *program, size_t size)
{
    uint64_t page = stack & ~(uint64_t)(MEMORY_PAGE - 1);
    char content[MEMORY_PAGE];
    unsigned missing = 0;
    bool found = false;

    for (unsigned looked = 0; looked < STACK_PAGES_MAX && missing <= MISSING_PAGES_MAX; looked++) {
        if (page >= memory->end || !memory->read(memory->opaque, page, content, sizeof(content))) {
            missing++;
        } else {
            missing = 0;
            if (take_path(content, program, size)) {
                *end = page + MEMORY_PAGE;
                found = true;
            }
        }
        page += MEMORY_PAGE;
    }
    return found;
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
