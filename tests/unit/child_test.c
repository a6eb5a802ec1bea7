/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A forked child: what it sees, what it keeps open, and how its end is told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "fake_engine.h"
#include "record/child.h"
#include "scratch.h"

static struct child child;
static struct error error;
static int guest_memory;

static int enter(void **state)
{
    fake_reset();
    guest_memory = 1;
    error.text[0] = '\0';
    return scratch_enter(state);
}

static bool see_memory(int fd, void *result, struct error *e)
{
    (void)fd;
    (void)e;
    memcpy(result, &guest_memory, sizeof(guest_memory));
    return true;
}

static void it_sees_memory_as_it_was(void **state)
{
    int seen = 0;

    (void)state;
    assert_true(child_start(&child, see_memory, -1, &error));
    guest_memory = 2;
    assert_true(child_wait(&child, &seen, sizeof(seen), &error));
    assert_int_equal(seen, 1);
    assert_int_equal(fake.shared, 0);
}

static bool write_file(int fd, void *result, struct error *e)
{
    (void)result;
    return write(fd, "work", 4) == 4 || error_fail(e, "no write");
}

static void it_keeps_its_file(void **state)
{
    int fd = open(scratch_path("file"), O_WRONLY | O_CREAT, 0600);

    (void)state;
    assert_true(child_start(&child, write_file, fd, &error));
    assert_true(child_wait(&child, NULL, 0, &error));
    close(fd);
    assert_string_equal(scratch_read("file"), "work");
}

/* A bit for each descriptor above the standard ones, by its number. */
static bool list_descriptors(int fd, void *result, struct error *e)
{
    uint64_t open_ones = 0;

    (void)fd;
    (void)e;
    for (int i = 3; i < 64; i++) {
        open_ones |= fcntl(i, F_GETFD) >= 0 ? (uint64_t)1 << i : 0;
    }
    memcpy(result, &open_ones, sizeof(open_ones));
    return true;
}

static void it_keeps_nothing_else(void **state)
{
    int secret = open("/dev/null", O_RDONLY);
    int fd = open("/dev/null", O_RDONLY);
    int other = open("/dev/null", O_RDONLY);
    uint64_t kept = 0;

    (void)state;
    assert_true(child_start(&child, list_descriptors, fd, &error));
    assert_true(child_wait(&child, &kept, sizeof(kept), &error));
    assert_true(kept & (uint64_t)1 << fd);
    assert_int_equal(__builtin_popcountll(kept), 2); /* and its pipe */
    assert_true(child_start(&child, list_descriptors, -1, &error));
    assert_true(child_wait(&child, &kept, sizeof(kept), &error));
    assert_int_equal(__builtin_popcountll(kept), 1);
    close(secret);
    close(fd);
    close(other);
}

static bool tell_niceness(int fd, void *result, struct error *e)
{
    int niceness = getpriority(PRIO_PROCESS, 0);

    (void)fd;
    (void)e;
    memcpy(result, &niceness, sizeof(niceness));
    return true;
}

static void it_gives_way_to_the_guest(void **state)
{
    int before = getpriority(PRIO_PROCESS, 0), seen = 0;

    (void)state;
    assert_true(child_start(&child, tell_niceness, -1, &error));
    assert_true(child_wait(&child, &seen, sizeof(seen), &error));
    assert_int_equal(seen, MIN(before + 10, 19));
}

static bool fail_with_reason(int fd, void *result, struct error *e)
{
    (void)fd;
    (void)result;
    return error_fail(e, "the reason");
}

static void its_failure_is_told(void **state)
{
    int result = 7;

    (void)state;
    assert_true(child_start(&child, fail_with_reason, -1, &error));
    assert_false(child_wait(&child, &result, sizeof(result), &error));
    assert_string_equal(error.text, "the reason");
    assert_int_equal(result, 7);
}

static bool die(int fd, void *result, struct error *e)
{
    (void)fd;
    (void)result;
    (void)e;
    raise(SIGKILL);
    return true;
}

static void that_it_was_killed_is_told(void **state)
{
    (void)state;
    assert_true(child_start(&child, die, -1, &error));
    assert_false(child_wait(&child, NULL, 0, &error));
    assert_non_null(strstr(error.text, "signal 9"));
}

static bool leave(int fd, void *result, struct error *e)
{
    (void)fd;
    (void)result;
    (void)e;
    _exit(3);
}

static void that_it_left_is_told(void **state)
{
    (void)state;
    assert_true(child_start(&child, leave, -1, &error));
    assert_false(child_wait(&child, NULL, 0, &error));
    assert_non_null(strstr(error.text, "status 3"));
}

static bool send_signals_to_itself(int fd, void *result, struct error *e)
{
    (void)fd;
    (void)result;
    (void)e;
    raise(SIGINT);
    raise(SIGQUIT);
    raise(SIGHUP);
    raise(SIGPIPE);
    return true;
}

/* What a terminal sends to the whole group. */
static void a_terminal_does_not_end_it(void **state)
{
    (void)state;
    assert_true(child_start(&child, send_signals_to_itself, -1, &error));
    assert_true(child_wait(&child, NULL, 0, &error));
}

static bool terminate(int fd, void *result, struct error *e)
{
    (void)fd;
    (void)result;
    (void)e;
    raise(SIGTERM);
    return true;
}

static void handler_of_the_parent(int number)
{
    (void)number;
    abort();
}

/* A handler or a blocked signal of the engine does not live on in it. */
static void signals_are_as_in_a_new_process(void **state)
{
    sigset_t all, before;

    (void)state;
    signal(SIGTERM, handler_of_the_parent);
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &before);
    assert_true(child_start(&child, terminate, -1, &error));
    sigprocmask(SIG_SETMASK, &before, NULL);
    assert_false(child_wait(&child, NULL, 0, &error));
    signal(SIGTERM, SIG_DFL);
    assert_non_null(strstr(error.text, "signal 15"));
}

static void a_child_that_can_not_be_started(void **state)
{
    struct rlimit before, limit;
    int next = dup(0);

    (void)state;
    close(next);
    fake.share_fails = true;
    assert_false(child_start(&child, see_memory, -1, &error));
    assert_non_null(strstr(error.text, "memory"));
    fake.share_fails = false;

    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    limit = (struct rlimit){(rlim_t)next + 1, before.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
    assert_false(child_start(&child, see_memory, -1, &error));
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
    assert_non_null(strstr(error.text, strerror(EMFILE)));

    /* None of these left a descriptor behind. */
    int again = dup(0);
    close(again);
    assert_int_equal(again, next);
}

static int start_as_nobody(void)
{
    struct rlimit none = {0, 0};

    if (setrlimit(RLIMIT_NPROC, &none) != 0) {
        return 1;
    }
    if (child_start(&child, see_memory, -1, &error)) {
        return 2;
    }
    return strstr(error.text, strerror(EAGAIN)) != NULL && fake.shared == 0 ? 0 : 3;
}

static void no_process_is_left(void **state)
{
    (void)state;
    assert_int_equal(scratch_as_nobody(start_as_nobody), 0);
}

static void allocating_depends_on_glib(void **state)
{
    bool never_locks = glib_check_version(2, 76, 0) == NULL;

    (void)state;
    unsetenv("G_SLICE");
    assert_int_equal(child_can_allocate(), never_locks);
    setenv("G_SLICE", "debug-blocks", 1);
    assert_int_equal(child_can_allocate(), never_locks);
    setenv("G_SLICE", "debug-blocks,always-malloc", 1);
    assert_true(child_can_allocate());
}

int main(void)
{
#define WITH_CHILD(test) cmocka_unit_test_setup_teardown(test, enter, scratch_leave)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(allocating_depends_on_glib),
        WITH_CHILD(it_sees_memory_as_it_was),
        WITH_CHILD(it_keeps_its_file),
        WITH_CHILD(it_keeps_nothing_else),
        WITH_CHILD(it_gives_way_to_the_guest),
        WITH_CHILD(its_failure_is_told),
        WITH_CHILD(that_it_was_killed_is_told),
        WITH_CHILD(that_it_left_is_told),
        WITH_CHILD(a_terminal_does_not_end_it),
        WITH_CHILD(signals_are_as_in_a_new_process),
        WITH_CHILD(a_child_that_can_not_be_started),
        WITH_CHILD(no_process_is_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
