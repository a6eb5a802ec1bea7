/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "utf8.h"

/* Takes the first byte of a character. */
static int begin(struct utf8 *utf8, uint8_t byte, uint32_t *character)
{
    utf8->lowest = 0x80;
    utf8->highest = 0xbf;
    if (byte < 0x80) {
        *character = byte;
        return 1;
    }
    if (byte >= 0xc2 && byte <= 0xdf) {
        utf8->missing = 1;
        utf8->code = byte & 0x1f;
    } else if (byte >= 0xe0 && byte <= 0xef) {
        utf8->missing = 2;
        utf8->code = byte & 0xf;
        utf8->lowest = byte == 0xe0 ? 0xa0 : 0x80;  /* longer than it need be */
        utf8->highest = byte == 0xed ? 0x9f : 0xbf; /* half of a pair in UTF-16 */
    } else if (byte >= 0xf0 && byte <= 0xf4) {
        utf8->missing = 3;
        utf8->code = byte & 7;
        utf8->lowest = byte == 0xf0 ? 0x90 : 0x80;
        utf8->highest = byte == 0xf4 ? 0x8f : 0xbf; /* beyond the last character */
    } else {
        *character = UTF8_REPLACEMENT;
        return 1;
    }
    return 0;
}

int utf8_take(struct utf8 *utf8, uint8_t byte, uint32_t characters[2])
{
    if (utf8->missing == 0) {
        return begin(utf8, byte, characters);
    }
    if (byte < utf8->lowest || byte > utf8->highest) {
        utf8->missing = 0;
        characters[0] = UTF8_REPLACEMENT;
        return 1 + begin(utf8, byte, &characters[1]);
    }
    utf8->lowest = 0x80;
    utf8->highest = 0xbf;
    utf8->code = utf8->code << 6 | (byte & 0x3f);
    characters[0] = utf8->code;
    return --utf8->missing == 0;
}

size_t utf8_put(char out[UTF8_MAX], uint32_t character)
{
    if (character < 0x80) {
        out[0] = (char)character;
        return 1;
    }
    size_t size = character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
    static const uint8_t leads[] = {0, 0, 0xc0, 0xe0, 0xf0};
    for (size_t i = size; --i > 0; character >>= 6) {
        out[i] = (char)(0x80 | (character & 0x3f));
    }
    out[0] = (char)(leads[size] | character);
    return size;
}
