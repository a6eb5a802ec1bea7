/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "bytes.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define ESCAPE_BASE 0x10ff00u
#define ESCAPE_LENGTH 4

static bool is_escape(uint32_t character)
{
    return character >= ESCAPE_BASE + 0x80 && character <= ESCAPE_BASE + 0xff;
}

/*
 * The length of the UTF-8 character at P (shortest form, no surrogates, up to U+10FFFF), or 0 if there is
 * none.
 */
static size_t decode(const unsigned char *p, uint32_t *character)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t length = p[0] < 0x80                   ? 1
                    : p[0] >= 0xf0 && p[0] < 0xf8 ? 4
                    : p[0] >= 0xe0 && p[0] < 0xf0 ? 3
                    : p[0] >= 0xc0 && p[0] < 0xe0 ? 2
                                                  : 0;
    if (length <= 1) {
        *character = p[0];
        return length;
    }
    uint32_t c = p[0] & (0x7fu >> length);
    for (size_t i = 1; i < length; i++) {
        if ((p[i] & 0xc0) != 0x80) {
            return 0;
        }
        c = c << 6 | (p[i] & 0x3fu);
    }
    if (c < least[length] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff)) {
        return 0;
    }
    *character = c;
    return length;
}

char *bytes_to_text(const char *bytes)
{
    size_t size = strlen(bytes);
    char *text = size < SIZE_MAX / ESCAPE_LENGTH ? malloc(size * ESCAPE_LENGTH + 1) : NULL;
    if (!text) {
        return NULL;
    }
    char *out = text;
    for (const unsigned char *p = (const unsigned char *)bytes; *p;) {
        uint32_t character;
        size_t length = decode(p, &character);
        if (length && !is_escape(character)) {
            memcpy(out, p, length);
            out += length;
            p += length;
            continue;
        }
        character = ESCAPE_BASE + *p++;
        *out++ = (char)(0xf0 | character >> 18);
        *out++ = (char)(0x80 | (character >> 12 & 0x3f));
        *out++ = (char)(0x80 | (character >> 6 & 0x3f));
        *out++ = (char)(0x80 | (character & 0x3f));
    }
    *out = '\0';
    return text;
}

char *text_to_bytes(const char *text)
{
    char *bytes = malloc(strlen(text) + 1);
    if (!bytes) {
        return NULL;
    }
    char *out = bytes;
    for (const unsigned char *p = (const unsigned char *)text; *p;) {
        uint32_t character;
        size_t length = decode(p, &character);
        if (length == ESCAPE_LENGTH && is_escape(character)) {
            *out++ = (char)(character - ESCAPE_BASE);
            p += ESCAPE_LENGTH;
        } else {
            *out++ = (char)*p++;
        }
    }
    *out = '\0';
    return bytes;
}
