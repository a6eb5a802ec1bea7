/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The stream that the engine writes its log to: it never fails, and tells afterwards what went wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "record/log.h"
#include "scratch.h"

static struct log_stream log_;

/* As the engine writes it: a header, entries, and the header once more at the end. */
static void the_bytes_are_on_disk_as_written(void **state)
{
    int fd = open(scratch_path("log"), O_RDWR | O_CREAT, 0600);
    FILE *stream = log_stream_open(&log_, fd);

    (void)state;
    assert_non_null(stream);
    assert_int_equal(fwrite("header--", 1, 8, stream), 8);
    for (int i = 0; i < 5000; i++) {
        assert_int_equal(fwrite("entry\n", 1, 6, stream), 6);
    }
    assert_int_equal(ftell(stream), 8 + 5000 * 6);
    rewind(stream);
    assert_int_equal(fwrite("HEADER--", 1, 8, stream), 8);
    assert_int_equal(fclose(stream), 0);
    assert_int_equal(log_.failure, 0);
    assert_int_equal(log_.bytes, 8 + 5000 * 6 + 8);
    assert_int_equal(lseek(fd, 0, SEEK_END), 8 + 5000 * 6);
    assert_int_equal(close(fd), 0); /* closing the stream left it open */
    assert_memory_equal(scratch_read("log"), "HEADER--entry\nentry\n", 20);
}

static void a_full_disk_is_remembered_not_told(void **state)
{
    int fd = open("/dev/full", O_WRONLY);
    FILE *stream = log_stream_open(&log_, fd);

    (void)state;
    setbuf(stream, NULL);
    for (int i = 0; i < 100; i++) {
        assert_int_equal(fwrite("entry\n", 1, 6, stream), 6);
    }
    assert_int_equal(ferror(stream), 0);
    assert_int_equal(fclose(stream), 0);
    assert_int_equal(log_.failure, ENOSPC);
    assert_int_equal(log_.bytes, 0);
    close(fd);
}

/* The limit on a file's size stands for the disk that fills up in the middle of a write. */
static void what_came_before_the_failure_is_intact(void **state)
{
    struct rlimit before, limit;
    int fd = open(scratch_path("log"), O_RDWR | O_CREAT, 0600);
    FILE *stream = log_stream_open(&log_, fd);
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);

    (void)state;
    setbuf(stream, NULL);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    limit = (struct rlimit){20, before.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    for (int i = 0; i < 10; i++) {
        assert_int_equal(fwrite("entry\n", 1, 6, stream), 6);
    }
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, handler);
    /* There would be room again, but a hole must not come into being. */
    assert_int_equal(fwrite("entry\n", 1, 6, stream), 6);
    assert_int_equal(fclose(stream), 0);
    close(fd);
    assert_int_equal(log_.failure, EFBIG);
    assert_int_equal(log_.bytes, 20);
    assert_string_equal(scratch_read("log"), "entry\nentry\nentry\nen");
}

static void a_file_that_can_not_seek(void **state)
{
    int ends[2];
    FILE *stream;

    (void)state;
    assert_int_equal(pipe(ends), 0);
    stream = log_stream_open(&log_, ends[1]);
    assert_int_equal(fseek(stream, 0, SEEK_SET), -1);
    assert_int_equal(errno, ESPIPE);
    assert_int_equal(fclose(stream), 0);
    close(ends[0]);
    close(ends[1]);
}

static void a_stream_can_be_opened_again(void **state)
{
    int full = open("/dev/full", O_WRONLY);
    int fd = open(scratch_path("log"), O_RDWR | O_CREAT, 0600);
    FILE *stream = log_stream_open(&log_, full);

    (void)state;
    fputs("entry\n", stream);
    fclose(stream);
    assert_int_equal(log_.failure, ENOSPC);
    stream = log_stream_open(&log_, fd);
    assert_int_equal(log_.failure, 0);
    fputs("entry\n", stream);
    fclose(stream);
    assert_int_equal(log_.bytes, 6);
    close(fd);
    close(full);
}

int main(void)
{
#define IN_DIRECTORY(test) cmocka_unit_test_setup_teardown(test, scratch_enter, scratch_leave)
    const struct CMUnitTest tests[] = {
        IN_DIRECTORY(the_bytes_are_on_disk_as_written),
        IN_DIRECTORY(a_full_disk_is_remembered_not_told),
        IN_DIRECTORY(what_came_before_the_failure_is_intact),
        IN_DIRECTORY(a_file_that_can_not_seek),
        IN_DIRECTORY(a_stream_can_be_opened_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
