/* SPDX-License-Identifier: GPL-2.0-or-later */
/* "recctrlu sessions" and "recctrlu reap": whose login is gone. */
#include "fake.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define LIST "run/sessions/"

static void list(const char *session, const char *note)
{
    char path[128];

    mkdir("run", 0700);
    mkdir("run/sessions", 0700);
    snprintf(path, sizeof(path), LIST "%s", session);
    write_file(path, note, 0600);
}

static int is_listed(const char *session)
{
    char path[128];

    snprintf(path, sizeof(path), LIST "%s", session);
    return access(path, F_OK) == 0;
}

/* A process with a name that looks like the fields behind it. */
static pid_t login(void)
{
    int ready[2];
    char byte;

    assert_int_equal(pipe(ready), 0);
    pid_t process = fork();
    if (process == 0) {
        prctl(PR_SET_NAME, ") S 1 (2 3 4");
        _exit(write(ready[1], "", 1) == 1 && pause() == 0);
    }
    assert_int_equal(read(ready[0], &byte, 1), 1);
    close(ready[0]);
    close(ready[1]);
    return process;
}

static unsigned long long start_time(pid_t process)
{
    char path[64];
    char stat[1024] = "";
    unsigned long long start;
    FILE *file;

    snprintf(path, sizeof(path), "/proc/%d/stat", (int)process);
    file = fopen(path, "r");
    assert_non_null(file);
    assert_non_null(fgets(stat, sizeof(stat), file));
    fclose(file);
    assert_int_equal(sscanf(strrchr(stat, ')'),
                            ") %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %*d %*d %llu", &start),
                     1);
    return start;
}

static void end(pid_t process)
{
    kill(process, SIGKILL);
    assert_int_equal(waitpid(process, NULL, 0), process);
}

static void no_list(void **state)
{
    (void)state;
    assert_int_equal(recctrlu("sessions"), 0);
    assert_string_equal(output, "");
    assert_int_equal(recctrlu("reap"), 0);
}

static void closes_those_whose_login_is_gone(void **state)
{
    (void)state;
    char session[64];
    char expected[256];
    pid_t process = login();

    snprintf(session, sizeof(session), "%d.%llu.alice@192.0.2.7", (int)process, start_time(process));
    list(session, "user=alice host=192.0.2.7\n");
    assert_int_equal(recctrlu("sessions"), 0);
    snprintf(expected, sizeof(expected), "open  %s  user=alice host=192.0.2.7\n", session);
    assert_string_equal(output, expected);
    assert_int_equal(recctrlu("reap"), 0);
    assert_true(is_listed(session));

    end(process);
    assert_int_equal(recctrlu("sessions"), 0);
    assert_memory_equal(output, "gone  ", 6);
    answers(RECCTRL_STOP);
    assert_int_equal(recctrlu("reap"), 0);
    assert_int_equal(calls[0].action, RECCTRL_CALL_SESSION_CLOSE);
    assert_string_equal(calls[0].request.session, session);
    snprintf(expected, sizeof(expected), "Closed %s, stopped recording.\n", session);
    assert_string_equal(output, expected);
    assert_false(is_listed(session));
}

/* The number of a process is given to another one after a while. */
static void knows_a_process_by_its_start(void **state)
{
    (void)state;
    char sessions[3][64];
    pid_t process = login();
    unsigned long long start = start_time(process);

    snprintf(sessions[0], sizeof(sessions[0]), "%d.%llu.x", (int)process, start - 1);
    snprintf(sessions[1], sizeof(sessions[1]), "%d.%llu0.x", (int)process, start);
    snprintf(sessions[2], sizeof(sessions[2]), "%d.%llu.x", (int)process, start / 10);
    for (int i = 0; i < 3; i++) {
        list(sessions[i], "");
    }
    answers(RECCTRL_NOOP, RECCTRL_ERROR_NOT_OPEN, RECCTRL_STOP);
    assert_int_equal(recctrlu("reap"), 0);
    for (int i = 0; i < 3; i++) {
        assert_false(is_listed(sessions[i]));
    }
    end(process);
}

static void leaves_alone_what_it_does_not_know(void **state)
{
    (void)state;
    char unknown_start[64];
    pid_t process = login();

    snprintf(unknown_start, sizeof(unknown_start), "%d.0.x", (int)process);
    list(unknown_start, "");
    list("some other name", "");
    list("1.", "");
    list("99999999", "");
    list("a\nb", "\033[31m");
    assert_int_equal(recctrlu("reap"), 0);
    assert_int_equal(recctrlu("sessions"), 0);
    assert_null(strstr(output, "gone"));
    assert_null(strstr(output, "a\nb"));
    end(process);
}

/* As recctrlu.sh closes them, which has listed them. */
static void a_session_that_is_closed_is_listed_no_more(void **state)
{
    (void)state;
    static const struct {
        int32_t second, first; /* the answers by each contract; first: only where the second has none */
        int is_listed;
    } cases[] = {
        {RECCTRL_STOP, 0, 0},
        {RECCTRL_NOOP, 0, 0},
        {RECCTRL_ERROR_NOT_OPEN, 0, 0},
        {RECCTRL_ERROR_BUSY, 0, 1},
        {RECCTRL_ABSENT, RECCTRL_STOP, 0},
        {RECCTRL_ABSENT, RECCTRL_ABSENT, 1},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        list("1.2", "");
        if (cases[i].second == RECCTRL_ABSENT) {
            answers(cases[i].second, cases[i].first);
        } else {
            answers(cases[i].second);
        }
        recctrlu("close_session", "--session", "1.2", "name");
        assert_int_equal(is_listed("1.2"), cases[i].is_listed);
    }
}

static void a_note_is_printed_only_if_it_is_valid(void **state)
{
    (void)state;
    list("a", "\033[31mred\n");
    list("b", "one\ntwo\n");
    assert_int_equal(recctrlu("sessions"), 0);
    assert_null(strchr(output, '\033'));
    assert_null(strstr(output, "two"));
}

static void a_refusal_keeps_the_session(void **state)
{
    (void)state;
    list("4194305.12.x", "");
    answers(RECCTRL_ERROR_BUSY);
    assert_int_equal(recctrlu("reap"), 1);
    assert_contains(errors, "recctrlu: reap: the host is busy");
    assert_true(is_listed("4194305.12.x"));
    answers(RECCTRL_ABSENT);
    assert_int_equal(recctrlu("reap"), 69);
    assert_true(is_listed("4194305.12.x"));
}

static void the_list_is_no_directory(void **state)
{
    (void)state;
    mkdir("run", 0700);
    write_file("run/sessions", "", 0600);
    assert_int_equal(recctrlu("sessions"), 1);
    assert_contains(errors, "can't be read");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        test(no_list),
        test(closes_those_whose_login_is_gone),
        test(knows_a_process_by_its_start),
        test(leaves_alone_what_it_does_not_know),
        test(a_session_that_is_closed_is_listed_no_more),
        test(a_note_is_printed_only_if_it_is_valid),
        test(a_refusal_keeps_the_session),
        test(the_list_is_no_directory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
