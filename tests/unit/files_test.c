/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The files of a recording: their numbers, and that nothing which is there already comes to harm. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "record/files.h"
#include "recctrl/abi.h"
#include "scratch.h"

/* All that belongs to a recording's name. */
static const char *const suffixes[] = {
    "-rr-snp", "-rr-nondet.log", "-rr-clock", "-rr.json", "-rr-snp.zst", "-rr-nondet.log.zst", ".rr2", "-rr-transcript",
};

static struct recording_directory directory;
static struct recording_files files;
static struct error error;

static int enter(void **state)
{
    if (scratch_enter(state) != 0 || !recording_directory_open(&directory, scratch, &error)) {
        return -1;
    }
    error.text[0] = '\0';
    return 0;
}

static int leave(void **state)
{
    recording_directory_close(&directory);
    return scratch_leave(state);
}

static int32_t create(const char *name, bool plain)
{
    int32_t failure = recording_files_create(&files, &directory, name, plain, &error);

    if (failure == 0) {
        recording_files_close(&files);
    }
    return failure;
}

static void creates(const char *name, const char *expected)
{
    assert_int_equal(create(name, false), 0);
    assert_string_equal(files.name, expected);
}

static void the_number_counts_recordings_of_this_run(void **state)
{
    (void)state;
    creates("x", "x_000");
    creates("x", "x_001");
    creates("y", "y_002");
    creates("x", "x_003");
    directory.next_number = 999;
    creates("x", "x_999");
    creates("x", "x_1000");
    assert_int_equal(scratch_count(), 18);
}

static void numbers_go_on_to_the_next_free_one(void **state)
{
    char file[64];

    (void)state;
    for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
        snprintf(file, sizeof(file), "x_%03zu%s", i, suffixes[i]);
        scratch_write(file, "old");
    }
    creates("x", "x_008");
    for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
        snprintf(file, sizeof(file), "x_%03zu%s", i, suffixes[i]);
        assert_string_equal(scratch_read(file), "old");
    }
    creates("y", "y_009");
}

static void the_last_number_of_all(void **state)
{
    (void)state;
    directory.next_number = UINT32_MAX;
    scratch_write("x_4294967295-rr-snp", "old");
    assert_int_equal(create("x", false), RECCTRL_ERROR_EXISTS);
    creates("y", "y_4294967295");
    assert_string_equal(scratch_read("x_4294967295-rr-snp"), "old");
}

static void a_plain_name_is_never_overwritten(void **state)
{
    char file[64];

    (void)state;
    for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
        snprintf(file, sizeof(file), "x%s", suffixes[i]);
        scratch_write(file, "old");
        assert_int_equal(create("x", true), RECCTRL_ERROR_EXISTS);
        assert_non_null(strstr(error.text, "/x: "));
        assert_string_equal(scratch_read(file), "old");
        assert_int_equal(scratch_count(), 1);
        unlink(scratch_path(file));
    }
    assert_int_equal(create("x", true), 0);
    assert_string_equal(files.name, "x");
    assert_int_equal(create("x", true), RECCTRL_ERROR_EXISTS);
    /* It has no number, so it takes none. */
    creates("x", "x_000");
}

static void files_are_empty_and_for_the_owner_only(void **state)
{
    mode_t mask = umask(0);
    static const char *const names[] = {"x_000-rr-snp", "x_000-rr-nondet.log", "x_000-rr-clock"};
    struct stat status;

    (void)state;
    creates("x", "x_000");
    umask(mask);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(stat(scratch_path(names[i]), &status), 0);
        assert_int_equal(status.st_mode, S_IFREG | 0600);
        assert_int_equal(status.st_size, 0);
    }
}

static void the_descriptors_are_those_of_the_files(void **state)
{
    (void)state;
    assert_int_equal(recording_files_create(&files, &directory, "x", false, &error), 0);
    assert_int_equal(write(files.snapshot_fd, "snapshot", 8), 8);
    assert_int_equal(write(files.log_fd, "log", 3), 3);
    assert_true(fcntl(files.snapshot_fd, F_GETFD) & FD_CLOEXEC);
    assert_int_equal(write(files.clock_fd, "clock", 5), 5);
    assert_true(fcntl(files.log_fd, F_GETFD) & FD_CLOEXEC);
    assert_true(fcntl(files.clock_fd, F_GETFD) & FD_CLOEXEC);
    recording_files_close(&files);
    assert_int_equal(fcntl(files.snapshot_fd, F_GETFD), -1);
    assert_int_equal(fcntl(files.log_fd, F_GETFD), -1);
    assert_int_equal(fcntl(files.clock_fd, F_GETFD), -1);
    assert_string_equal(scratch_read("x_000-rr-snp"), "snapshot");
    assert_string_equal(scratch_read("x_000-rr-nondet.log"), "log");
    assert_string_equal(scratch_read("x_000-rr-clock"), "clock");
}

static void planted_symbolic_links_are_not_followed(void **state)
{
    (void)state;
    scratch_write("victim", "precious");
    assert_int_equal(symlink("victim", scratch_path("x_000-rr-snp")), 0);
    assert_int_equal(symlink("nowhere", scratch_path("x_001-rr-nondet.log")), 0);
    assert_int_equal(symlink("nowhere", scratch_path("x_002-rr.json")), 0);
    assert_int_equal(symlink("nowhere", scratch_path("plain-rr-nondet.log")), 0);
    assert_int_equal(symlink("victim", scratch_path("x_003-rr-clock")), 0);
    creates("x", "x_004");
    assert_int_equal(create("plain", true), RECCTRL_ERROR_EXISTS);
    assert_string_equal(scratch_read("victim"), "precious");
    assert_false(scratch_has("nowhere"));
    assert_false(scratch_has("plain-rr-snp"));
}

static void the_longest_name_fits(void **state)
{
    char name[128];
    char expected[RECORDING_NAME_SIZE + 16];

    (void)state;
    memset(name, 'n', 127);
    name[127] = '\0';
    directory.next_number = UINT32_MAX - 1;
    snprintf(expected, sizeof(expected), "%s_4294967294", name);
    creates(name, expected);
    strcat(expected, "-rr-nondet.log");
    assert_true(scratch_has(expected));
    assert_int_equal(create(name, true), 0);
}

static void a_directory_that_moves_keeps_its_recordings(void **state)
{
    char moved[sizeof(scratch) + 8];

    (void)state;
    snprintf(moved, sizeof(moved), "%s-moved", scratch);
    assert_int_equal(rename(scratch, moved), 0);
    creates("x", "x_000");
    assert_int_equal(rename(moved, scratch), 0);
    assert_true(scratch_has("x_000-rr-snp"));
}

static void a_discarded_recording_leaves_nothing(void **state)
{
    (void)state;
    assert_int_equal(recording_files_create(&files, &directory, "x", false, &error), 0);
    recording_files_discard(&files, &directory);
    assert_int_equal(scratch_count(), 0);
    assert_int_equal(fcntl(files.snapshot_fd, F_GETFD), -1);
    assert_int_equal(fcntl(files.log_fd, F_GETFD), -1);
    assert_int_equal(fcntl(files.clock_fd, F_GETFD), -1);
}

/* --- what goes wrong --- */

static void directories_that_are_none(void **state)
{
    struct recording_directory other;

    (void)state;
    assert_false(recording_directory_open(&other, scratch_path("missing"), &error));
    assert_non_null(strstr(error.text, "dir="));
    assert_non_null(strstr(error.text, strerror(ENOENT)));
    scratch_write("file", "");
    assert_false(recording_directory_open(&other, scratch_path("file"), &error));
    assert_non_null(strstr(error.text, strerror(ENOTDIR)));
}

static void a_relative_directory_is_known_by_its_absolute_path(void **state)
{
    struct recording_directory other;
    int here = open(".", O_RDONLY | O_DIRECTORY);

    (void)state;
    assert_int_equal(chdir(scratch), 0);
    assert_true(recording_directory_open(&other, ".", &error));
    assert_int_equal(fchdir(here), 0);
    close(here);
    assert_string_equal(other.path, scratch);
    recording_directory_close(&other);
}

static int open_as_nobody(void)
{
    struct recording_directory other;

    return recording_directory_open(&other, scratch, &error) ? 1 : strstr(error.text, "not writable") ? 0 : 2;
}

static void a_directory_that_is_not_writable(void **state)
{
    (void)state;
    assert_int_equal(chmod(scratch, 0555), 0);
    assert_int_equal(scratch_as_nobody(open_as_nobody), 0);
    assert_int_equal(chmod(scratch, 0700), 0);
}

static int create_as_nobody(void)
{
    return create("x", false) == RECCTRL_ERROR_DIRECTORY && strstr(error.text, strerror(EACCES)) ? 0 : 1;
}

static void a_directory_that_becomes_unwritable(void **state)
{
    (void)state;
    assert_int_equal(chmod(scratch, 0555), 0);
    assert_int_equal(scratch_as_nobody(create_as_nobody), 0);
    assert_int_equal(chmod(scratch, 0700), 0);
    assert_int_equal(scratch_count(), 0);
}

static void a_directory_that_is_gone(void **state)
{
    (void)state;
    assert_int_equal(rmdir(scratch), 0);
    assert_int_equal(create("x", false), RECCTRL_ERROR_DIRECTORY);
    assert_int_equal(mkdir(scratch, 0700), 0);
}

static void a_failure_in_the_middle_leaves_nothing(void **state)
{
    struct rlimit before, one_more;
    int next = dup(0);
    int32_t failure;

    (void)state;
    close(next);
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    one_more = (struct rlimit){(rlim_t)next + 1, before.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &one_more), 0);
    failure = create("x", false);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
    assert_int_equal(failure, RECCTRL_ERROR_DIRECTORY);
    assert_non_null(strstr(error.text, strerror(EMFILE)));
    assert_int_equal(scratch_count(), 0);
    /* … and takes no number. */
    creates("x", "x_000");
}

#define SKIPPED 77

/* With one inode left; a file system of one's own needs a kernel that lets users have namespaces, or root. */
static int create_on_a_full_disk(void)
{
    struct recording_directory small;

    if ((unshare(CLONE_NEWNS) != 0 && unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) ||
        mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
        mount("small", scratch, "tmpfs", 0, "nr_inodes=2") != 0) {
        return SKIPPED;
    }
    if (!recording_directory_open(&small, scratch, &error)) {
        return 1;
    }
    if (recording_files_create(&files, &small, "x", false, &error) != RECCTRL_ERROR_NO_SPACE) {
        return 2;
    }
    if (scratch_count() != 0) {
        return 3;
    }
    return strstr(error.text, strerror(ENOSPC)) == NULL ? 4 : 0;
}

static void a_full_disk(void **state)
{
    int status;
    pid_t pid = fork();

    (void)state;
    if (pid == 0) {
        _exit(create_on_a_full_disk());
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    if (WEXITSTATUS(status) == SKIPPED) {
        skip();
    }
    assert_int_equal(WEXITSTATUS(status), 0);
}

int main(void)
{
#define IN_DIRECTORY(test) cmocka_unit_test_setup_teardown(test, enter, leave)
    const struct CMUnitTest tests[] = {
        IN_DIRECTORY(the_number_counts_recordings_of_this_run),
        IN_DIRECTORY(numbers_go_on_to_the_next_free_one),
        IN_DIRECTORY(the_last_number_of_all),
        IN_DIRECTORY(a_plain_name_is_never_overwritten),
        IN_DIRECTORY(files_are_empty_and_for_the_owner_only),
        IN_DIRECTORY(the_descriptors_are_those_of_the_files),
        IN_DIRECTORY(planted_symbolic_links_are_not_followed),
        IN_DIRECTORY(the_longest_name_fits),
        IN_DIRECTORY(a_directory_that_moves_keeps_its_recordings),
        IN_DIRECTORY(a_discarded_recording_leaves_nothing),
        IN_DIRECTORY(directories_that_are_none),
        IN_DIRECTORY(a_relative_directory_is_known_by_its_absolute_path),
        IN_DIRECTORY(a_directory_that_is_not_writable),
        IN_DIRECTORY(a_directory_that_becomes_unwritable),
        IN_DIRECTORY(a_directory_that_is_gone),
        IN_DIRECTORY(a_failure_in_the_middle_leaves_nothing),
        IN_DIRECTORY(a_full_disk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
