/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The operator's file with the secret. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "record/secret.h"
#include "scratch.h"

static uint8_t secret[RECCTRL_SECRET_BYTES];
static struct error error;

static bool read_text(const char *text)
{
    memset(secret, 0xee, sizeof(secret));
    scratch_write("token", text);
    return secret_read(scratch_path("token"), secret, &error);
}

static void refuses(const char *why)
{
    assert_false(secret_read(scratch_path("token"), secret, &error));
    if (strstr(error.text, "token_file=") == NULL || strstr(error.text, why) == NULL) {
        fail_msg("the message is: %s", error.text);
    }
}

static void secrets_of_every_length(void **state)
{
    char text[RECCTRL_SECRET_BYTES + 8];
    uint8_t expected[RECCTRL_SECRET_BYTES];

    (void)state;
    for (size_t length = 0; length <= RECCTRL_SECRET_BYTES + 4; length++) {
        memset(text, 's', length);
        text[length] = '\0';
        for (int newlines = 0; newlines < 2; newlines++) {
            bool valid = length >= 16 && length <= 64;
            strcat(text, newlines == 0 ? "" : "\n");
            assert_int_equal(read_text(text), valid);
            if (valid) {
                memset(expected, 0, sizeof(expected));
                memset(expected, 's', length);
                assert_memory_equal(secret, expected, sizeof(expected));
            } else {
                refuses("16 to 64 bytes");
            }
        }
    }
}

/* The message that tells what is wrong never tells what is in it. */
static void a_secret_is_not_shown(void **state)
{
    (void)state;
    assert_false(read_text("too-short"));
    assert_null(strstr(error.text, "too-short"));
}

static void a_long_file_is_not_cut(void **state)
{
    (void)state;
    assert_false(read_text("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n\nmore"));
}

static void others_have_no_access(void **state)
{
    static const mode_t modes[] = {0640, 0620, 0610, 0604, 0602, 0601, 0644, 0777};

    (void)state;
    assert_true(read_text("0123456789abcdef"));
    for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
        assert_int_equal(chmod(scratch_path("token"), modes[i]), 0);
        refuses("chmod 600");
    }
    assert_int_equal(chmod(scratch_path("token"), 0400), 0);
    assert_true(secret_read(scratch_path("token"), secret, &error));
}

static void what_is_no_file(void **state)
{
    (void)state;
    refuses(strerror(ENOENT));
    assert_int_equal(mkdir(scratch_path("token"), 0700), 0);
    refuses("not a file");
    assert_int_equal(rmdir(scratch_path("token")), 0);
    assert_int_equal(mkfifo(scratch_path("token"), 0600), 0);
    refuses("not a file");
}

static int open_descriptors(void)
{
    int fd = dup(0);

    close(fd);
    return fd;
}

static void no_descriptor_is_left(void **state)
{
    int before = open_descriptors();

    (void)state;
    assert_true(read_text("0123456789abcdef"));
    assert_false(read_text("short"));
    assert_int_equal(open_descriptors(), before);
}

int main(void)
{
#define IN_DIRECTORY(test) cmocka_unit_test_setup_teardown(test, scratch_enter, scratch_leave)
    const struct CMUnitTest tests[] = {
        IN_DIRECTORY(secrets_of_every_length),
        IN_DIRECTORY(a_secret_is_not_shown),
        IN_DIRECTORY(a_long_file_is_not_cut),
        IN_DIRECTORY(others_have_no_access),
        IN_DIRECTORY(what_is_no_file),
        IN_DIRECTORY(no_descriptor_is_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
