/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The path at the end of a stack, of which pages are missing. */
#include "transcript/image.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define BASE 0x7ff000000000
enum { PAGES = 40 };

static struct {
    char pages[PAGES][MEMORY_PAGE];
    bool present[PAGES];
} test;

static bool read_guest(void *opaque, uint64_t address, void *buffer, size_t length)
{
    uint64_t page = (address - BASE) / MEMORY_PAGE;

    (void)opaque;
    assert_true(address % MEMORY_PAGE + length <= MEMORY_PAGE);
    if (address < BASE || page >= PAGES || !test.present[page]) {
        return false;
    }
    memcpy(buffer, test.pages[page] + address % MEMORY_PAGE, length);
    return true;
}

static const struct memory memory = {.read = read_guest, .end = 0x7fffffffffff};

static int begin(void **state)
{
    (void)state;
    memset(&test, 0, sizeof(test));
    return 0;
}

/* The string, its NUL, and `zeros` more up to the end of the page. */
static void put(unsigned page, const char *text, size_t zeros)
{
    test.present[page] = true;
    strcpy(test.pages[page] + MEMORY_PAGE - zeros - 1 - strlen(text), text);
}

static void assert_found(const char *expected, unsigned page)
{
    char program[64];
    uint64_t end;

    assert_true(image_look(&memory, BASE + 0x10, &end, program, sizeof(program)));
    assert_string_equal(program, expected);
    assert_int_equal(end, BASE + (uint64_t)MEMORY_PAGE * (page + 1));
}

static void assert_not_found(void)
{
    char program[64];
    uint64_t end;

    assert_false(image_look(&memory, BASE + 0x10, &end, program, sizeof(program)));
}

static void of_64_and_32_bits(void **state)
{
    (void)state;
    put(0, "/bin/sh", 8);
    assert_found("/bin/sh", 0);
    memset(&test, 0, sizeof(test));
    put(0, "/bin/sh", 4);
    assert_found("/bin/sh", 0);
    memset(&test, 0, sizeof(test));
    put(0, "/bin/sh", 0);
    assert_not_found();
}

/* The strings are apart from what lies before, which ends with the processor's name, perhaps at the end of a page. */
static void behind_a_page_that_is_missing(void **state)
{
    (void)state;
    put(0, "random bytes and x86_64", 0);
    put(2, "/usr/sbin/sshd", 8);
    assert_found("/usr/sbin/sshd", 2);
}

static void behind_an_array(void **state)
{
    (void)state;
    test.present[0] = test.present[1] = true;
    put(17, "x86_64", 1);
    put(20, "/usr/bin/vi", 8);
    assert_found("/usr/bin/vi", 20);
}

/* In one of some hundred programs the data of the vDSO lie right behind the stack, and the vDSO a little further on. */
static void before_the_vdso(void **state)
{
    (void)state;
    put(1, "/usr/sbin/sshd", 8);
    put(2, "data", 3000);
    put(6, "code", 100);
    assert_found("/usr/sbin/sshd", 1);
}

/* Whatever lies beyond is no stack. */
static void too_far_away(void **state)
{
    (void)state;
    test.present[0] = true;
    put(18, "/usr/bin/vi", 8);
    assert_not_found();
}

static void a_page_of_zeros(void **state)
{
    (void)state;
    test.present[0] = true;
    assert_not_found();
    test.present[0] = false;
    assert_not_found();
}

static void a_path_that_is_too_long(void **state)
{
    char path[65];

    (void)state;
    memset(path, 'x', sizeof(path));
    path[64] = '\0';
    put(0, path, 8);
    assert_not_found();
    put(0, path + 1, 8);
    test.pages[0][MEMORY_PAGE - 9 - 64] = '\0';
    assert_found(path + 1, 0);
}

#define TEST(name) cmocka_unit_test_setup(name, begin)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(of_64_and_32_bits),
        TEST(behind_a_page_that_is_missing),
        TEST(behind_an_array),
        TEST(before_the_vdso),
        TEST(too_far_away),
        TEST(a_page_of_zeros),
        TEST(a_path_that_is_too_long),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
