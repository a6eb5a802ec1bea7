/* SPDX-License-Identifier: 0BSD */
/* What a compiler calls by itself. */
#include <stddef.h>

void *memset(void *to, int value, size_t length);
void *memcpy(void *to, const void *from, size_t length);

void *memset(void *to, int value, size_t length)
{
    char *bytes = to;

    while (length-- > 0) {
        *bytes++ = (char)value;
    }
    return to;
}

void *memcpy(void *to, const void *from, size_t length)
{
    char *bytes = to;
    const char *source = from;

    while (length-- > 0) {
        *bytes++ = *source++;
    }
    return to;
}
