/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The plugin's arguments: what each takes, and what the operator is told about one that is wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

#include "arguments.h"

static struct settings settings;
static struct error error;

static int setup(void **state)
{
    (void)state;
    memset(&settings, 0xee, sizeof(settings));
    settings_default(&settings);
    error.text[0] = '\0';
    return 0;
}

static void takes(const char *key, const char *value)
{
    if (!settings_set(&settings, key, value, &error)) {
        fail_msg("%s=%s: %s", key, value, error.text);
    }
    assert_string_equal(error.text, "");
}

/* … with a message of one line that has the key, the value and `valid`. */
static void refuses(const char *key, const char *value, const char *valid)
{
    if (settings_set(&settings, key, value, &error)) {
        fail_msg("%s=%s was taken", key, value);
    }
    if (strstr(error.text, key) == NULL || strstr(error.text, value) == NULL || strstr(error.text, valid) == NULL ||
        strchr(error.text, '\n') != NULL) {
        fail_msg("%s=%s: the message is: %s", key, value, error.text);
    }
    error.text[0] = '\0';
}

static void defaults(void **state)
{
    (void)state;
    assert_false(settings.controller.session_mode);
    assert_int_equal(settings.controller.recordings_max, 0);
    assert_false(settings.controller.dry);
    assert_int_equal(settings.limits.seconds, 0);
    assert_string_equal(settings.directory, ".");
    assert_true(settings.fork_snapshot);
    assert_false(settings.checksum);
    assert_int_equal(settings.controller.starts_per_minute, 120);
    assert_int_equal(settings.controller.sessions_max, 1024);
    assert_int_equal(settings.calls_per_minute, 60000);
    assert_int_equal(settings.limits.log_bytes, 0);
    assert_int_equal(settings.limits.free_bytes, 64 << 20);
    assert_string_equal(settings.token_file, "");
}

static void yes_and_no_in_all_words(void **state)
{
    static const char *const keys[] = {"session_rec", "dry", "checksum"};
    static const char *const words[][2] = {
        {"y", "n"}, {"yes", "no"}, {"true", "false"}, {"on", "off"}, {"1", "0"}, {"YES", "No"}, {"True", "FALSE"},
    };
    static const char *const bad[] = {"", "2", "yep", "y ", " n", "-1", "maybe", "\xff"};
    const bool *const members[] = {&settings.controller.session_mode, &settings.controller.dry, &settings.checksum};

    (void)state;
    for (size_t k = 0; k < 3; k++) {
        for (size_t w = 0; w < sizeof(words) / sizeof(words[0]); w++) {
            takes(keys[k], words[w][0]);
            assert_true(*members[k]);
            takes(keys[k], words[w][1]);
            assert_false(*members[k]);
        }
        for (size_t b = 0; b < sizeof(bad) / sizeof(bad[0]); b++) {
            refuses(keys[k], bad[b], "y or n");
        }
    }
}

static void numbers(void **state)
{
    static const char *const bad[] = {"", "-1", "+1", " 1", "1 ", "1.5", "0x10", "ten", "4294967296",
                                      "99999999999999999999999"};

    (void)state;
    takes("nrec", "2");
    assert_int_equal(settings.controller.recordings_max, 2);
    takes("nrec", "0");
    assert_int_equal(settings.controller.recordings_max, 0);
    takes("nrec", "4294967295");
    assert_int_equal(settings.controller.recordings_max, UINT32_MAX);
    takes("timeout", "31622400");
    assert_int_equal(settings.limits.seconds, 31622400);
    takes("timeout", "0");
    assert_int_equal(settings.limits.seconds, 0);
    refuses("timeout", "31622401", "up to 31622400");
    for (size_t b = 0; b < sizeof(bad) / sizeof(bad[0]); b++) {
        refuses("nrec", bad[b], "a number of recordings");
        refuses("timeout", bad[b], "a number of seconds");
        refuses("max_starts", bad[b], "starts a minute");
        refuses("max_sessions", bad[b], "from 1 to 65536");
        refuses("max_calls", bad[b], "calls a minute");
    }
    takes("max_starts", "60000");
    assert_int_equal(settings.controller.starts_per_minute, 60000);
    refuses("max_starts", "60001", "up to 60000");
    takes("max_starts", "0");
    takes("max_sessions", "1");
    assert_int_equal(settings.controller.sessions_max, 1);
    takes("max_sessions", "65536");
    refuses("max_sessions", "65537", "from 1 to 65536");
    refuses("max_sessions", "0", "from 1 to 65536");
    takes("max_calls", "6000000");
    assert_int_equal(settings.calls_per_minute, 6000000);
    refuses("max_calls", "6000001", "up to 6000000");
    takes("max_calls", "0");
    assert_int_equal(settings.calls_per_minute, 0);
}

static void sizes(void **state)
{
    static const struct {
        const char *text;
        uint64_t bytes;
    } good[] = {
        {"0", 0}, {"1", 1}, {"500K", 500 << 10}, {"500k", 500 << 10}, {"20M", 20 << 20}, {"3G", (uint64_t)3 << 30},
        {"2t", (uint64_t)2 << 40}, {"0T", 0}, {"18446744073709551615", UINT64_MAX},
        {"18014398509481983K", UINT64_MAX - 1023}, {"16777215T", (uint64_t)16777215 << 40},
    };
    static const char *const bad[] = {"", "K", "-1", "1.5G", "1 G", "1KB", "1KK", "1P", "G1", "0x10",
                                      "18446744073709551616", "18014398509481984K", "16777216T"};

    (void)state;
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        takes("max_size", good[i].text);
        assert_true(settings.limits.log_bytes == good[i].bytes);
        takes("min_free", good[i].text);
        assert_true(settings.limits.free_bytes == good[i].bytes);
    }
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        refuses("max_size", bad[i], "500K, 20M or 3G");
        refuses("min_free", bad[i], "500K, 20M or 3G");
    }
}

static void snapshot_by_fork_or_not(void **state)
{
    static const char *const bad[] = {"", "y", "Fork", "fork ", "async"};

    (void)state;
    takes("snapshot", "sync");
    assert_false(settings.fork_snapshot);
    takes("snapshot", "fork");
    assert_true(settings.fork_snapshot);
    for (size_t b = 0; b < sizeof(bad) / sizeof(bad[0]); b++) {
        refuses("snapshot", bad[b], "fork or sync");
    }
}

static void a_file_with_the_secret(void **state)
{
    (void)state;
    takes("token_file", "/etc/recctrl/token");
    assert_string_equal(settings.token_file, "/etc/recctrl/token");
    refuses("token_file", "", "a file with the secret");
}

static void a_directory(void **state)
{
    char path[SETTINGS_PATH_SIZE + 1];

    (void)state;
    takes("dir", "/srv/recordings of mine");
    assert_string_equal(settings.directory, "/srv/recordings of mine");
    refuses("dir", "", "a directory");
    memset(path, 'd', sizeof(path));
    path[SETTINGS_PATH_SIZE - 1] = '\0';
    takes("dir", path);
    assert_string_equal(settings.directory, path);
    path[SETTINGS_PATH_SIZE - 1] = 'd';
    path[SETTINGS_PATH_SIZE] = '\0';
    assert_false(settings_set(&settings, "dir", path, &error));
    assert_non_null(strstr(error.text, "a directory"));
}

static void an_unknown_key_is_told_all_keys(void **state)
{
    static const char *const keys[] = {"session_rec", "nrec", "dry", "timeout", "dir", "snapshot", "checksum",
                                       "max_starts", "max_sessions", "max_calls", "max_size", "min_free",
                                       "token_file"};
    static const char *const unknown[] = {"", "sesion_rec", "NREC", "nre", "nrecs", "dry ", "%s%n"};

    (void)state;
    for (size_t u = 0; u < sizeof(unknown) / sizeof(unknown[0]); u++) {
        for (size_t k = 0; k < sizeof(keys) / sizeof(keys[0]); k++) {
            refuses(unknown[u], "", keys[k]);
        }
    }
}

/* A message of any length stays one line, and says what is valid. */
static void long_words_do_not_push_out_the_message(void **state)
{
    static char word[10000];

    (void)state;
    memset(word, 'w', sizeof(word) - 1);
    assert_false(settings_set(&settings, word, "y", &error));
    assert_non_null(strstr(error.text, "token_file"));
    assert_false(settings_set(&settings, "dry", word, &error));
    assert_non_null(strstr(error.text, "y or n"));
}

int main(void)
{
#define WITH_DEFAULTS(test) cmocka_unit_test_setup(test, setup)
    const struct CMUnitTest tests[] = {
        WITH_DEFAULTS(defaults),
        WITH_DEFAULTS(yes_and_no_in_all_words),
        WITH_DEFAULTS(numbers),
        WITH_DEFAULTS(sizes),
        WITH_DEFAULTS(snapshot_by_fork_or_not),
        WITH_DEFAULTS(a_directory),
        WITH_DEFAULTS(a_file_with_the_secret),
        WITH_DEFAULTS(an_unknown_key_is_told_all_keys),
        WITH_DEFAULTS(long_words_do_not_push_out_the_message),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
