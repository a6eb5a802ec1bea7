/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Writing and reading manifests in a temporary directory: all members, any bytes, and every kind of damage.
 */
#include "manifest/manifest.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char directory[64];
static int dirfd_;

static int enter(void **state)
{
    (void)state;
    strcpy(directory, "/tmp/manifest-test-XXXXXX");
    if (!mkdtemp(directory)) {
        return -1;
    }
    dirfd_ = open(directory, O_RDONLY | O_DIRECTORY);
    return dirfd_ < 0 ? -1 : 0;
}

/* Removes the files and returns how many there were. */
static int leave(void **state)
{
    (void)state;
    DIR *dir = fdopendir(dirfd_);
    for (struct dirent *entry; (entry = readdir(dir));) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
            unlinkat(dirfd(dir), entry->d_name, 0);
        }
    }
    closedir(dir);
    return rmdir(directory);
}

static int files_in_directory(void)
{
    int count = 0;
    DIR *dir = opendir(directory);
    while (readdir(dir)) {
        count++;
    }
    closedir(dir);
    return count - 2;
}

static void put(const char *file, const char *text, size_t size)
{
    int fd = openat(dirfd_, file, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, size), size);
    close(fd);
}

static char *slurp(const char *file)
{
    static char text[1 << 16];
    int fd = openat(dirfd_, file, O_RDONLY);
    assert_true(fd >= 0);
    ssize_t size = read(fd, text, sizeof text - 1);
    assert_true(size >= 0);
    close(fd);
    text[size] = '\0';
    return text;
}

static void all_members_come_back(void **state)
{
    (void)state;
    char *machine[] = {"-m", "256", "-append", "console=ttyS0 \"quiet\" 'x' $HOME\n\\", ""};
    char *sessions[] = {"1001", "caf\xc3\xa9", "\xff\xfe\x01"};
    struct manifest in = {
        .name = "login caf\xc3\xa9_000",
        .state = MANIFEST_INCOMPLETE,
        .started_ms = 1732395481250,
        .ended_ms = 1732395482007,
        .end_reason = MANIFEST_END_TIMEOUT,
        .reason = "no space",
        .instructions_known = true,
        .instructions = INT64_MAX,
        .target = "x86_64",
        .engine = "2021",
        .log_format = "register-writes",
        .machine = machine,
        .machine_count = 5,
        .cwd = "/srv/vm \xe9",
        .snapshot = {.known = true, .bytes = 85000000},
        .log = {.known = true, .bytes = 0},
        .ram_checksum = "0123abcd",
        .register_checksum = "ffffffff",
        .sessions = sessions,
        .session_count = 3,
        .note = "\xf4\x8f\xbf\xbf",
        .plugin_version = "1.0",
        .contract = 2,
    };
    memset(in.log.sha256, 'a', 64);
    struct manifest out;
    struct error error;

    assert_true(manifest_write(dirfd_, "login", &in, &error));
    assert_int_equal(files_in_directory(), 1);
    struct stat status;
    assert_int_equal(fstatat(dirfd_, "login-rr.json", &status, 0), 0);
    assert_int_equal(status.st_mode & 07777, 0600);
    assert_non_null(strstr(slurp("login-rr.json"), "\"started\": \"2024-11-23T20:58:01.250Z\""));

    assert_true(manifest_read(dirfd_, "login", &out, &error));
    assert_string_equal(out.name, in.name);
    assert_int_equal(out.state, in.state);
    assert_int_equal(out.started_ms, in.started_ms);
    assert_int_equal(out.ended_ms, in.ended_ms);
    assert_int_equal(out.end_reason, in.end_reason);
    assert_string_equal(out.reason, in.reason);
    assert_true(out.instructions_known);
    assert_int_equal(out.instructions, in.instructions);
    assert_string_equal(out.target, in.target);
    assert_string_equal(out.engine, in.engine);
    assert_string_equal(out.log_format, in.log_format);
    assert_int_equal(out.machine_count, in.machine_count);
    for (size_t i = 0; i < in.machine_count; i++) {
        assert_string_equal(out.machine[i], machine[i]);
    }
    assert_string_equal(out.cwd, in.cwd);
    assert_memory_equal(&out.snapshot, &in.snapshot, sizeof in.snapshot);
    assert_memory_equal(&out.log, &in.log, sizeof in.log);
    assert_string_equal(out.ram_checksum, in.ram_checksum);
    assert_string_equal(out.register_checksum, in.register_checksum);
    assert_int_equal(out.session_count, in.session_count);
    for (size_t i = 0; i < in.session_count; i++) {
        assert_string_equal(out.sessions[i], sessions[i]);
    }
    assert_string_equal(out.note, in.note);
    assert_string_equal(out.plugin_version, in.plugin_version);
    assert_int_equal(out.contract, in.contract);
    manifest_free(&out);
    assert_null(out.name);
}

static void members_that_nobody_knows_are_left_out(void **state)
{
    (void)state;
    struct manifest in = {.name = "x"}, out;
    struct error error;

    assert_true(manifest_write(dirfd_, "x", &in, &error));
    assert_string_equal(slurp("x-rr.json"),
                        "{\n  \"format\": 1,\n  \"name\": \"x\",\n  \"state\": \"recording\"\n}\n");
    assert_true(manifest_read(dirfd_, "x", &out, &error));
    assert_false(out.instructions_known || out.snapshot.known || out.log.known);
    assert_int_equal(out.started_ms, 0);
    assert_int_equal(out.end_reason, MANIFEST_END_UNKNOWN);
    manifest_free(&out);
}

static void every_byte_comes_back(void **state)
{
    (void)state;
    char note[2 * 256 + 1] = "";
    struct error error;

    for (int first = 1; first < 256; first++) {
        for (int i = 1; i < 256; i++) {
            note[2 * i - 2] = (char)first;
            note[2 * i - 1] = (char)i;
        }
        struct manifest in = {.name = "bytes", .note = note}, out;
        assert_true(manifest_write(dirfd_, "bytes", &in, &error));
        assert_true(manifest_read(dirfd_, "bytes", &out, &error));
        assert_string_equal(out.note, note);
        manifest_free(&out);
    }
}

static void a_new_manifest_replaces_the_old(void **state)
{
    (void)state;
    struct manifest in = {.name = "x"}, out;
    struct error error;

    assert_true(manifest_write(dirfd_, "x", &in, &error));
    in.state = MANIFEST_WHOLE;
    assert_true(manifest_write(dirfd_, "x", &in, &error));
    assert_true(manifest_read(dirfd_, "x", &out, &error));
    assert_int_equal(out.state, MANIFEST_WHOLE);
    assert_int_equal(files_in_directory(), 1);
    manifest_free(&out);
}

static void a_refused_manifest_leaves_nothing(void **state)
{
    (void)state;
    char *none = NULL;
    char *long_list[MANIFEST_MAX_LIST + 1];
    char *long_string = calloc(1, MANIFEST_MAX_STRING + 2);
    char *big[10];
    struct error error;

    memset(long_string, 'x', MANIFEST_MAX_STRING + 1);
    for (int i = 0; i <= MANIFEST_MAX_LIST; i++) {
        long_list[i] = "";
    }
    for (int i = 0; i < 10; i++) {
        big[i] = long_string + 1;
    }
    const struct manifest bad[] = {
        {.name = none},
        {.name = long_string},
        {.name = "x", .machine = big, .machine_count = 10},
        {.name = "x", .machine = long_list, .machine_count = MANIFEST_MAX_LIST + 1},
        {.name = "x", .started_ms = -1},
        {.name = "x", .ended_ms = INT64_MAX},
        {.name = "x", .instructions_known = true, .instructions = (uint64_t)INT64_MAX + 1},
        {.name = "x", .snapshot = {.known = true, .bytes = UINT64_MAX}},
        {.name = "x", .log = {.known = true, .sha256 = "ABC"}},
        {.name = "x", .ram_checksum = "1234"},
        {.name = "x", .register_checksum = "1234ABCD"},
        {.name = "x", .contract = 3},
        {.name = "x", .state = MANIFEST_REPAIRED + 1},
        {.name = "x", .end_reason = MANIFEST_END_OPERATOR + 1},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        error.text[0] = '\0';
        assert_false(manifest_write(dirfd_, "x", &bad[i], &error));
        assert_non_null(strstr(error.text, "x-rr.json"));
        assert_int_equal(files_in_directory(), 0);
    }
    free(long_string);
}

static void names_stay_in_the_directory(void **state)
{
    (void)state;
    struct manifest in = {.name = "x"}, out;
    struct error error;
    char long_name[600];

    memset(long_name, 'n', sizeof long_name);
    long_name[599] = '\0';
    const char *const bad[] = {"", "../x", "a/b", "/x", long_name, long_name + 340};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(manifest_write(dirfd_, bad[i], &in, &error));
        assert_false(manifest_read(dirfd_, bad[i], &out, &error));
    }
    assert_int_equal(files_in_directory(), 0);
}

static void a_write_that_fails_keeps_the_old(void **state)
{
    (void)state;
    struct manifest in = {.name = "x"};
    struct error error;

    /* A directory in the place of the file: rename fails after all else went well. */
    assert_int_equal(mkdirat(dirfd_, "x-rr.json", 0700), 0);
    assert_false(manifest_write(dirfd_, "x", &in, &error));
    assert_non_null(strstr(error.text, "x-rr.json"));
    assert_int_equal(files_in_directory(), 1);
    unlinkat(dirfd_, "x-rr.json", AT_REMOVEDIR);

    int closed = dup(dirfd_);
    close(closed);
    assert_false(manifest_write(closed, "x", &in, &error));
    assert_non_null(strstr(error.text, strerror(EBADF)));
}

static void damage_is_named(void **state)
{
    (void)state;
    static const struct {
        const char *text, *named;
    } cases[] = {
        {"", "line 1"},
        {"{\"format\":1,\n\"na", "line 2"},
        {"[]", "object"},
        {"{}", "format"},
        {"{\"format\":2,\"name\":\"x\",\"state\":\"whole\"}", "format"},
        {"{\"format\":\"1\",\"name\":\"x\",\"state\":\"whole\"}", "format"},
        {"{\"format\":1,\"state\":\"whole\"}", "\"name\""},
        {"{\"format\":1,\"name\":\"x\"}", "\"state\""},
        {"{\"format\":1,\"name\":7,\"state\":\"whole\"}", "\"name\""},
        {"{\"format\":1,\"name\":\"a\\u0000b\",\"state\":\"whole\"}", "line 1"},
        {"{\"format\":1,\"name\":\"\xff\",\"state\":\"whole\"}", "line 1"},
        {"{\"format\":1,\"name\":\"x\",\"state\":\"whole\",\"state\":\"whole\"}", "duplicate"},
        {"{\"format\":1,\"name\":\"x\",\"state\":\"\"}", "\"state\""},
        {"{\"format\":1,\"name\":\"x\",\"state\":\"hole\"}", "\"state\""},
#define WITH(member) "{\"format\":1,\"name\":\"x\",\"state\":\"whole\"," member "}"
        {WITH("\"end_reason\":\"\""), "\"end_reason\""},
        {WITH("\"started\":\"2024-02-31T00:00:00.000Z\""), "\"started\""},
        {WITH("\"started\":\"2024-02-01T00:00:00Z\""), "\"started\""},
        {WITH("\"ended\":\"2024-02-01T00:00:00.+10Z\""), "\"ended\""},
        {WITH("\"ended\":5"), "\"ended\""},
        {WITH("\"instructions\":-1"), "\"instructions\""},
        {WITH("\"instructions\":1.5"), "\"instructions\""},
        {WITH("\"instructions\":9223372036854775808"), "line 1"},
        {WITH("\"machine\":\"-m\""), "\"machine\""},
        {WITH("\"machine\":[\"-m\",256]"), "\"machine\""},
        {WITH("\"sessions\":{\"a\":\"b\"}"), "\"sessions\""},
        {WITH("\"snapshot\":{}"), "\"snapshot\""},
        {WITH("\"snapshot\":{\"bytes\":-5}"), "\"snapshot\""},
        {WITH("\"log\":{\"bytes\":5,\"sha256\":\"00\"}"), "\"log\""},
        {WITH("\"log\":[5]"), "\"log\""},
        {WITH("\"ram_checksum\":\"123456789\""), "\"ram_checksum\""},
        {WITH("\"register_checksum\":12345678"), "\"register_checksum\""},
        {WITH("\"contract\":0"), "\"contract\""},
        {WITH("\"contract\":4294967297"), "\"contract\""},
        {WITH("\"note\":null"), "\"note\""},
    };
    struct manifest out;
    struct error error;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        put("x-rr.json", cases[i].text, strlen(cases[i].text));
        errno = 0;
        if (manifest_read(dirfd_, "x", &out, &error)) {
            fail_msg("taken: %s", cases[i].text);
        }
        assert_int_not_equal(errno, ENOENT);
        assert_null(out.name);
        if (!strstr(error.text, cases[i].named) || !strstr(error.text, "x-rr.json")) {
            fail_msg("%s: says \"%s\", not %s", cases[i].text, error.text, cases[i].named);
        }
    }
    put("x-rr.json", WITH("\"later\":[1,{}]"), strlen(WITH("\"later\":[1,{}]")));
    assert_true(manifest_read(dirfd_, "x", &out, &error));
    manifest_free(&out);
}

static void files_that_are_none_are_refused(void **state)
{
    (void)state;
    struct manifest in = {.name = "x"}, out;
    struct error error;

    errno = 0;
    assert_false(manifest_read(dirfd_, "x", &out, &error));
    assert_int_equal(errno, ENOENT);

    assert_true(manifest_write(dirfd_, "real", &in, &error));
    assert_int_equal(symlinkat("real-rr.json", dirfd_, "x-rr.json"), 0);
    assert_false(manifest_read(dirfd_, "x", &out, &error));
    unlinkat(dirfd_, "x-rr.json", 0);

    assert_int_equal(mkfifoat(dirfd_, "x-rr.json", 0600), 0);
    assert_false(manifest_read(dirfd_, "x", &out, &error));
    assert_non_null(strstr(error.text, "regular"));
    unlinkat(dirfd_, "x-rr.json", 0);

    put("x-rr.json", "{\"format\":1}\0", 13);
    assert_false(manifest_read(dirfd_, "x", &out, &error));

    char *big = malloc(MANIFEST_MAX_FILE + 1);
    memset(big, ' ', MANIFEST_MAX_FILE + 1);
    put("x-rr.json", big, MANIFEST_MAX_FILE + 1);
    assert_false(manifest_read(dirfd_, "x", &out, &error));
    assert_non_null(strstr(error.text, "longer"));
    static const char whole[] = "{\"format\":1,\"name\":\"x\",\"state\":\"whole\"}";
    memcpy(big, whole, sizeof whole - 1);
    put("x-rr.json", big, MANIFEST_MAX_FILE);
    assert_true(manifest_read(dirfd_, "x", &out, &error));
    manifest_free(&out);
    free(big);
}

int main(void)
{
#define IN_DIRECTORY(test) cmocka_unit_test_setup_teardown(test, enter, leave)
    const struct CMUnitTest tests[] = {
        IN_DIRECTORY(all_members_come_back),
        IN_DIRECTORY(members_that_nobody_knows_are_left_out),
        IN_DIRECTORY(every_byte_comes_back),
        IN_DIRECTORY(a_new_manifest_replaces_the_old),
        IN_DIRECTORY(a_refused_manifest_leaves_nothing),
        IN_DIRECTORY(names_stay_in_the_directory),
        IN_DIRECTORY(a_write_that_fails_keeps_the_old),
        IN_DIRECTORY(damage_is_named),
        IN_DIRECTORY(files_that_are_none_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
