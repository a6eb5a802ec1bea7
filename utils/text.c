/* SPDX-License-Identifier: 0BSD */
#include "text.h"

#include <stdint.h>

size_t text_length(const char *text)
{
    size_t length = 0;

    while (text[length] != '\0') {
        length++;
    }
    return length;
}

int text_equal(const char *a, const char *b)
{
    while (*a != '\0' && *a == *b) {
        a++;
        b++;
    }
    return *a == *b;
}

const char *text_after(const char *text, const char *prefix)
{
    while (*prefix != '\0') {
        if (*text++ != *prefix++) {
            return NULL;
        }
    }
    return text;
}

/* Takes one character off the text. 0 at its end and for malformed UTF-8, which does not hold NUL either. */
static uint32_t next_character(const char **text)
{
    const unsigned char *bytes = (const unsigned char *)*text;
    unsigned more = bytes[0] < 0x80 ? 0 : bytes[0] < 0xe0 ? 1 : bytes[0] < 0xf0 ? 2 : 3;
    static const uint32_t smallest[] = {0, 0x80, 0x800, 0x10000};
    uint32_t character = more == 0 ? bytes[0] : bytes[0] & (0x3fu >> more);

    if ((bytes[0] >= 0x80 && bytes[0] < 0xc2) || bytes[0] > 0xf4) {
        return 0;
    }
    for (unsigned i = 1; i <= more; i++) {
        if ((bytes[i] & 0xc0) != 0x80) {
            return 0;
        }
        character = character << 6 | (bytes[i] & 0x3fu);
    }
    if (character < smallest[more] || character > 0x10ffff || (character >= 0xd800 && character < 0xe000)) {
        return 0;
    }
    *text += more + 1;
    return character;
}

static int is_control(uint32_t character)
{
    return character < 0x20 || (character >= 0x7f && character < 0xa0);
}

static int is_name_character(uint32_t character)
{
    if (character >= 0x80) {
        return !is_control(character);
    }
    if ((character | 0x20) >= 'a' && (character | 0x20) <= 'z') {
        return 1;
    }
    for (const char *valid = "0123456789 ._-+@:=,"; *valid != '\0'; valid++) {
        if (character == (unsigned char)*valid) {
            return 1;
        }
    }
    return 0;
}

static int is_not_control(uint32_t character)
{
    return !is_control(character);
}

static int is_made_of(const char *text, size_t size, int (*valid)(uint32_t character))
{
    const char *at = text;

    while (*at != '\0') {
        uint32_t character = next_character(&at);
        if (character == 0 || !valid(character)) {
            return 0;
        }
    }
    return (size_t)(at - text) < size;
}

int text_is_name(const char *text, size_t size)
{
    return text[0] != '\0' && text[0] != '.' && is_made_of(text, size, is_name_character);
}

int text_is_note(const char *text, size_t size)
{
    return is_made_of(text, size, is_not_control);
}
