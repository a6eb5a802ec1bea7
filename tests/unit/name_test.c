/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which names a guest may give: every single byte, every code point, and what hides in malformed UTF-8. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "decide/name.h"

struct bytes {
    const char *text;
    size_t length;
};

#define BYTES(literal) {literal, sizeof(literal) - 1}

/* From a copy of exactly that size, so that a sanitizer sees every byte read beyond it. */
static bool is_valid(const char *text, size_t length)
{
    char *copy = malloc(length != 0 ? length : 1);
    bool valid;

    assert_non_null(copy);
    memcpy(copy, text, length);
    valid = name_is_valid(copy, length);
    free(copy);
    return valid;
}

static const char *hex(const struct bytes *bytes)
{
    static char text[1024];

    text[0] = '\0';
    for (size_t i = 0; i < bytes->length && i < 128; i++) {
        sprintf(text + strlen(text), " %02x", (unsigned char)bytes->text[i]);
    }
    return text;
}

static void names_as_people_give_them(void **state)
{
    static const struct bytes valid[] = {
        BYTES("a"), BYTES("login"), BYTES("login as root"), BYTES("run-1_2+3@host:7=x,y"), BYTES("a.b"),
        BYTES("a."), BYTES("a.."), BYTES("a..b"), BYTES(" "), BYTES("-"), BYTES("_000"), BYTES("0"),
        BYTES("caf\xc3\xa9"), BYTES("\xe6\x97\xa5\xe6\x9c\xac"), BYTES("\xf0\x9f\x93\xbc tape"),
    };

    (void)state;
    for (size_t i = 0; i < sizeof(valid) / sizeof(valid[0]); i++) {
        if (!is_valid(valid[i].text, valid[i].length)) {
            fail_msg("refused:%s", hex(&valid[i]));
        }
    }
}

static void names_that_would_leave_the_directory_or_hide(void **state)
{
    static const struct bytes invalid[] = {
        BYTES(""), BYTES("."), BYTES(".."), BYTES(".hidden"), BYTES("../x"), BYTES("a/b"), BYTES("/"), BYTES("/etc/x"),
        BYTES("a/../b"), BYTES("a\\b"), BYTES("a\0b"), BYTES("\0"), BYTES("a\n"), BYTES("\ra"), BYTES("a\tb"),
        BYTES("\x1b[31m"), BYTES("a\x7f"), BYTES("*"), BYTES("a?"), BYTES("$(x)"), BYTES("`x`"), BYTES("a;b"),
        BYTES("a|b"), BYTES("a&b"), BYTES("<a"), BYTES("a>b"), BYTES("\"a\""), BYTES("'a'"), BYTES("a%s"),
        BYTES("a#b"), BYTES("a!"), BYTES("~a"), BYTES("{a}"), BYTES("[a]"), BYTES("a^b"),
    };

    (void)state;
    for (size_t i = 0; i < sizeof(invalid) / sizeof(invalid[0]); i++) {
        if (is_valid(invalid[i].text, invalid[i].length)) {
            fail_msg("taken:%s", hex(&invalid[i]));
        }
    }
}

static void every_single_byte(void **state)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ._-+@:=,";

    (void)state;
    for (int c = 0; c < 256; c++) {
        char text[2] = {'x', (char)c};
        bool expected = c != 0 && strchr(allowed, c) != NULL;
        assert_int_equal(is_valid(text + 1, 1), expected && c != '.');
        assert_int_equal(is_valid(text, 2), expected);
    }
}

static size_t encode(uint32_t code, size_t length, char out[4])
{
    static const unsigned char lead[] = {0, 0, 0xc0, 0xe0, 0xf0};

    for (size_t i = length - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (code & 0x3f));
        code >>= 6;
    }
    out[0] = (char)(length == 1 ? code : lead[length] | code);
    return length;
}

/* Beyond ASCII all but C1 control characters and surrogates, in the shortest form only. */
static void every_code_point_in_every_length(void **state)
{
    char text[4];

    (void)state;
    for (uint32_t code = 0; code < 0x200000; code++) {
        size_t shortest = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
        bool good = code >= 0xa0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
        for (size_t length = shortest < 2 ? 2 : shortest; length <= 4; length++) {
            encode(code, length, text);
            if (name_is_valid(text, length) != (good && length == shortest)) {
                fail_msg("U+%04X in %zu bytes", code, length);
            }
        }
    }
}

/* Whatever the first byte says, only the forms above are UTF-8. */
static void every_first_byte(void **state)
{
    static const unsigned char second[] = {0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf};

    (void)state;
    for (int first = 0x80; first < 0x100; first++) {
        for (size_t i = 0; i < sizeof(second); i++) {
            char text[] = {(char)first, (char)second[i], '\x80', '\x80'};
            bool long_enough = (first == 0xf0 && second[i] >= 0x90) || (first > 0xf0 && first < 0xf4) ||
                               (first == 0xf4 && second[i] < 0x90);
            assert_int_equal(is_valid(text, 4), long_enough);
        }
    }
}

static void malformed_utf8(void **state)
{
    static const struct bytes invalid[] = {
        BYTES("\x80"),             /* a continuation alone */
        BYTES("a\xbf"),            /* … after a letter */
        BYTES("\xc3"),             /* cut off after 1 of 2 */
        BYTES("\xe6\x97"),         /* … 2 of 3 */
        BYTES("\xf0\x9f\x93"),     /* … 3 of 4 */
        BYTES("\xc3\xc3\xa9"),     /* a second lead */
        BYTES("\xc3\x28"),         /* a letter in place of a continuation */
        BYTES("\xe6\x97\x41"),
        BYTES("\xf0\x9f\x93\xf0"),
        BYTES("\xc0\xaf"),         /* "/" in 2 bytes */
        BYTES("\xe0\x80\xaf"),     /* … 3 */
        BYTES("\xf0\x80\x80\xaf"), /* … 4 */
        BYTES("\xc0\x80"),         /* NUL in 2 bytes */
        BYTES("\xc2\x80"),         /* first C1 */
        BYTES("\xc2\x9b" "31m"),   /* CSI */
        BYTES("\xc2\x9f"),         /* last C1 */
        BYTES("\xed\xa0\x80"),     /* first surrogate */
        BYTES("\xed\xbf\xbf"),     /* last surrogate */
        BYTES("\xf4\x90\x80\x80"), /* U+110000 */
        BYTES("\xf8\x88\x80\x80\x80"),
        BYTES("\xfe"), BYTES("\xff"),
    };
    static const struct bytes valid[] = {
        BYTES("\xc2\xa0"), BYTES("\xed\x9f\xbf"), BYTES("\xee\x80\x80"), BYTES("\xef\xbf\xbd"),
        BYTES("\xf4\x8f\xbf\xbf"), BYTES("\xdf\xbf"), BYTES("\xe0\xa0\x80"), BYTES("\xf0\x90\x80\x80"),
    };

    (void)state;
    for (size_t i = 0; i < sizeof(invalid) / sizeof(invalid[0]); i++) {
        if (is_valid(invalid[i].text, invalid[i].length)) {
            fail_msg("taken:%s", hex(&invalid[i]));
        }
    }
    for (size_t i = 0; i < sizeof(valid) / sizeof(valid[0]); i++) {
        if (!is_valid(valid[i].text, valid[i].length)) {
            fail_msg("refused:%s", hex(&valid[i]));
        }
    }
}

static void lengths(void **state)
{
    char name[200];

    (void)state;
    memset(name, 'n', sizeof(name));
    for (size_t length = 0; length <= sizeof(name); length++) {
        assert_int_equal(is_valid(name, length), length >= 1 && length <= 127);
    }
    /* The limit is in bytes, and no character is cut by it. */
    memcpy(name + 125, "\xc3\xa9", 2);
    assert_true(is_valid(name, 127));
    memcpy(name + 126, "\xc3\xa9", 2);
    assert_false(is_valid(name, 127));
    assert_false(is_valid(name, 128));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_as_people_give_them),
        cmocka_unit_test(names_that_would_leave_the_directory_or_hide),
        cmocka_unit_test(every_single_byte),
        cmocka_unit_test(every_code_point_in_every_length),
        cmocka_unit_test(every_first_byte),
        cmocka_unit_test(malformed_utf8),
        cmocka_unit_test(lengths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
