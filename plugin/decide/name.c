/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "name.h"

#include <stdint.h>
#include <string.h>

static bool ascii_is_valid(unsigned char c)
{
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    bool digit = c >= '0' && c <= '9';

    return letter || digit || (c != '\0' && strchr(" ._-+@:=,", c) != NULL);
}

/* The length in bytes of the UTF-8 sequence at `s`, or 0 where it is malformed or a C1 control character. */
static size_t utf8_sequence_length(const unsigned char *s, size_t available)
{
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t length = s[0] >= 0xf0 ? 4 : s[0] >= 0xe0 ? 3 : s[0] >= 0xc2 ? 2 : 0;
    uint32_t code;

    if (length == 0 || s[0] > 0xf4 || length > available) {
        return 0;
    }
    code = s[0] & (0xffu >> (length + 1));
    for (size_t i = 1; i < length; i++) {
        if ((s[i] & 0xc0) != 0x80) {
            return 0;
        }
        code = code << 6 | (s[i] & 0x3fu);
    }
    bool surrogate = code >= 0xd800 && code <= 0xdfff;
    if (code < smallest[length] || code < 0xa0 || code > 0x10ffff || surrogate) {
        return 0;
    }
    return length;
}

bool name_is_valid(const char *name, size_t length)
{
    const unsigned char *s = (const unsigned char *)name;

    if (length == 0 || length > NAME_LENGTH_MAX || s[0] == '.') {
        return false;
    }
    for (size_t i = 0; i < length;) {
        size_t step = s[i] < 0x80 ? ascii_is_valid(s[i]) : utf8_sequence_length(s + i, length - i);
        if (step == 0) {
            return false;
        }
        i += step;
    }
    return true;
}
