/* SPDX-License-Identifier: GPL-2.0-or-later */
/* "recctrlu run": the order of its calls, who makes them, and what becomes of the program. */
#include "fake.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* Checks the calls of a recording that was made as it should. */
static void assert_recorded(void)
{
    assert_int_equal(calls[0].action, RECCTRL_CALL_CHECK);
    assert_int_equal(calls[1].action, RECCTRL_CALL_START);
    assert_int_equal(calls[2].action, RECCTRL_CALL_STOP);
    assert_int_equal(calls[0].caller, getpid());
    assert_int_not_equal(calls[1].caller, getpid());
    assert_int_equal(calls[2].caller, getpid());
}

static void hands_on_the_programs_status(void **state)
{
    (void)state;
    answers(RECCTRL_HELLO, RECCTRL_START, RECCTRL_STOP);
    assert_int_equal(recctrlu("run", "--note", "why", "name", "--", "true"), 0);
    assert_recorded();
    assert_string_equal(calls[1].request.name, "name");
    assert_string_equal(calls[1].request.note, "why");
    assert_string_equal(errors, "");
    answers(RECCTRL_HELLO, RECCTRL_START, RECCTRL_STOP);
    assert_int_equal(recctrlu("run", "name", "--", "sh", "-c", "echo \"$0 $1\"; exit 42", "a b", "--note"), 42);
    assert_string_equal(output, "a b --note\n");
    answers(RECCTRL_HELLO, RECCTRL_START, RECCTRL_STOP);
    assert_int_equal(recctrlu("run", "name", "--", "sh", "-c", "kill -KILL $$"), 128 + SIGKILL);
    assert_recorded();
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

/* A program that does nothing but leave a file. */
#define PROGRAM "sh", "-c", ": > was-run"

static void does_not_run_what_is_not_recorded(void **state)
{
    (void)state;
    answers(RECCTRL_HELLO, RECCTRL_NOOP);
    assert_int_equal(recctrlu("run", "name", "--", PROGRAM), 1);
    assert_string_equal(errors, "recctrlu: run: a recording is on already; sh was not run\n");
    answers(RECCTRL_HELLO, RECCTRL_ERROR_EXISTS);
    assert_int_equal(recctrlu("run", "name", "--", PROGRAM), 1);
    assert_contains(errors, "recctrlu: run: the host has a recording of this name already");
    answers(RECCTRL_HELLO, RECCTRL_ERROR_WRONG_MODE);
    assert_int_equal(recctrlu("run", "name", "--", PROGRAM), 1);
    answers(RECCTRL_HELLO + 1);
    assert_int_equal(recctrlu("run", "name", "--", PROGRAM), 1);
    answers(RECCTRL_ABSENT);
    assert_int_equal(recctrlu("run", "name", "--", PROGRAM), 69);
    assert_int_equal(access("was-run", F_OK), -1);
    answers(RECCTRL_HELLO, RECCTRL_START, RECCTRL_STOP);
    assert_int_equal(recctrlu("run", "name", "--", PROGRAM), 0);
    assert_int_equal(access("was-run", F_OK), 0);
}

static void tells_of_a_recording_that_ended_before(void **state)
{
    (void)state;
    answers(RECCTRL_HELLO, RECCTRL_START, RECCTRL_NOOP);
    assert_int_equal(recctrlu("run", "name", "--", "sh", "-c", "exit 3"), 3);
    assert_string_equal(errors, "recctrlu: run: the recording had ended before sh did\n");
    answers(RECCTRL_HELLO, RECCTRL_START, RECCTRL_ERROR_OPERATOR);
    assert_int_equal(recctrlu("run", "name", "--", "sh", "-c", "exit 3"), 3);
    assert_contains(errors, "operator");
}

/* Nothing but the question whether anybody is there may be asked. */
static void assert_not_run(int status, const char *program)
{
    answers(RECCTRL_HELLO);
    assert_int_equal(recctrlu("run", "name", "--", program), status);
    assert_contains(errors, program);
}

static void finds_programs_as_a_shell_does(void **state)
{
    (void)state;
    char *path = strdup(getenv("PATH"));

    assert_int_equal(mkdir("one", 0700), 0);
    assert_int_equal(mkdir("one/a", 0700), 0);
    assert_int_equal(mkdir("two", 0700), 0);
    write_file("two/a", "#!/bin/sh\necho two\n", 0700);
    write_file("one/b", "#!/bin/sh\necho one\n", 0600);
    write_file("two/c", "#!/bin/sh\necho two\n", 0700);
    write_file("c", "#!/bin/sh\necho here\n", 0700);

    setenv("PATH", "one:missing:two", 1);
    answers(RECCTRL_HELLO, RECCTRL_START, RECCTRL_STOP);
    assert_int_equal(recctrlu("run", "name", "--", "a"), 0);
    assert_string_equal(output, "two\n");
    assert_not_run(126, "b");
    assert_not_run(127, "nowhere");
    assert_not_run(127, "");
    assert_not_run(127, "./nowhere");
    assert_not_run(127, "c/below");
    assert_not_run(126, "one/a");
    assert_not_run(126, "one/b");

    setenv("PATH", ":two", 1);
    answers(RECCTRL_HELLO, RECCTRL_START, RECCTRL_STOP);
    assert_int_equal(recctrlu("run", "name", "--", "c"), 0);
    assert_string_equal(output, "here\n");

    unsetenv("PATH");
    answers(RECCTRL_HELLO, RECCTRL_START, RECCTRL_STOP);
    assert_int_equal(recctrlu("run", "name", "--", "true"), 0);
    assert_not_run(127, "c");
    setenv("PATH", path, 1);
    free(path);
}

static void gives_plain_scripts_to_the_shell(void **state)
{
    (void)state;
    write_file("script", "echo plain $1\nexit 4\n", 0700);
    answers(RECCTRL_HELLO, RECCTRL_START, RECCTRL_STOP);
    assert_int_equal(recctrlu("run", "name", "--", "./script", "text"), 4);
    assert_string_equal(output, "plain text\n");
}

/* What shows only in execve: the child stops the recording. */
static void stops_where_the_kernel_refuses(void **state)
{
    (void)state;
    write_file("script", "#!/nowhere/interpreter\n", 0700);
    answers(RECCTRL_HELLO, RECCTRL_START, RECCTRL_STOP);
    assert_int_equal(recctrlu("run", "name", "--", "./script"), 127);
    assert_contains(errors, "./script can't be executed");
    assert_int_equal(calls[2].action, RECCTRL_CALL_STOP);
    assert_int_equal(calls[2].caller, calls[1].caller);
    write_file("program", "\x7f" "ELF, but not quite", 0700);
    answers(RECCTRL_HELLO, RECCTRL_START, RECCTRL_STOP);
    assert_int_equal(recctrlu("run", "name", "--", "./program"), 126);
}

/* Waits for a signal, but not for ever. */
#define WAIT "i=0; while [ $i -lt 300 ]; do sleep 0.1; i=$((i + 1)); done"

static void hands_on_signals(void **state)
{
    (void)state;
    answers(RECCTRL_HELLO, RECCTRL_START, RECCTRL_STOP);
    assert_int_equal(recctrlu("run", "name", "--", "sh", "-c", "kill -TERM $PPID; " WAIT),
                     128 + SIGTERM);
    assert_recorded();
    answers(RECCTRL_HELLO, RECCTRL_START, RECCTRL_STOP);
    assert_int_equal(recctrlu("run", "name", "--", "sh", "-c", "trap 'exit 9' HUP; kill -HUP $PPID; " WAIT),
                     9);
    assert_recorded();
}

static void restores_signals(void **state)
{
    (void)state;
    sigset_t mask;

    sigemptyset(&mask);
    sigaddset(&mask, SIGUSR1);
    assert_int_equal(sigprocmask(SIG_SETMASK, &mask, NULL), 0);
    signal(SIGCHLD, SIG_IGN);
    answers(RECCTRL_HELLO, RECCTRL_START, RECCTRL_STOP);
    assert_int_equal(recctrlu("run", "name", "--", "grep", "-E", "Sig(Blk|Ign)", "/proc/self/status"), 0);
    assert_contains(output, "SigBlk:\t0000000000000200\n");
    assert_int_equal(strtoul(strstr(output, "SigIgn:\t") + 8, NULL, 16) & 1ul << (SIGCHLD - 1), 1ul << (SIGCHLD - 1));
    assert_true(signal(SIGCHLD, SIG_DFL) == SIG_IGN);
    assert_int_equal(sigprocmask(SIG_SETMASK, NULL, &mask), 0);
    assert_int_equal(sigismember(&mask, SIGUSR1), 1);
    assert_int_equal(sigismember(&mask, SIGTERM), 0);
    sigemptyset(&mask);
    sigprocmask(SIG_SETMASK, &mask, NULL);
}

/* Children that it did not make end while it waits. */
static void is_not_misled_by_other_children(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++) {
        if (fork() == 0) {
            usleep((useconds_t)i * 30000);
            _exit(i);
        }
    }
    answers(RECCTRL_HELLO, RECCTRL_START, RECCTRL_STOP);
    assert_int_equal(recctrlu("run", "name", "--", "sh", "-c", "sleep 0.2; exit 5"), 5);
    assert_recorded();
    for (int i = 0; i < 3; i++) {
        assert_true(wait(NULL) > 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        test(hands_on_the_programs_status),
        test(does_not_run_what_is_not_recorded),
        test(tells_of_a_recording_that_ended_before),
        test(finds_programs_as_a_shell_does),
        test(gives_plain_scripts_to_the_shell),
        test(stops_where_the_kernel_refuses),
        test(hands_on_signals),
        test(restores_signals),
        test(is_not_misled_by_other_children),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
