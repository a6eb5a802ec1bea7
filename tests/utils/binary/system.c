/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tries each system call of utils/sys/ as recctrlu uses it, on the architecture that it is compiled for. */
#include "utils/sys/sys.h"
#include "utils/command.h"
#include "utils/print.h"
#include "utils/text.h"

#ifdef __mips__
#define SIGCHLD 18
#else
#define SIGCHLD 17
#endif

/* With SIGCHLD alone a fork; sys_spawn() shares memory, which user-mode emulators allow threads only. */
long sys_clone(unsigned long flags, void *stack_end, int (*function)(void *), void *argument);

static int failures;

static void expect(int is_true, const char *what)
{
    if (!is_true) {
        print_error("failed: ", what);
        failures++;
    }
}

static void files(const char *directory)
{
    char buffer[8] = "";

    expect(sys_read_file("hello", buffer, sizeof(buffer)) == 6 && text_equal(buffer, "hello\n"), "read");
    expect(sys_read_file("hello", buffer, 3) == 3, "read less");
    expect(sys_read_file("nowhere", buffer, 1) == -SYS_ENOENT, "ENOENT");
    expect(sys_read_file("hello/x", buffer, 1) == -SYS_ENOTDIR, "ENOTDIR");
    expect(sys_read_file(directory, buffer, 1) == -SYS_EISDIR, "EISDIR");
    expect(sys_may_execute(directory) == 0, "may execute");
    expect(sys_may_execute("hello") == -SYS_EACCES, "EACCES");
}

/* The test listens at "socket". */
static void datagrams(void)
{
    expect(sys_send("socket", "datagram", 8) == 8, "send");
    expect(sys_send("nowhere", "datagram", 8) == -SYS_ENOENT, "send ENOENT");
}

static void add_length(void *opaque, const char *name)
{
    *(size_t *)opaque += text_length(name);
}

static void directories(void)
{
    size_t length = 0;

    expect(sys_list("many", add_length, &length) == 0 && length == 100 * 30, "list");
    expect(sys_list("nowhere", add_length, &length) == -SYS_ENOENT, "list ENOENT");
    expect(sys_remove("hello") == 0 && sys_remove("hello") == -SYS_ENOENT, "remove");
}

static int child(void *argument)
{
    sys_yield();
    return *(int *)argument;
}

static int killed_child(void *argument)
{
    sys_restore_signals(argument);
    while (sys_may_execute("/") == 0) {
        sys_yield();
    }
    return 0;
}

static void processes(void)
{
    static _Alignas(16) char stack[65536];
    struct sys_signals before;
    struct sys_signal signal;
    int argument = 42;
    int status = 0;
    long process;

    sys_hold_signals(&before);
    process = sys_clone(SIGCHLD, stack + sizeof(stack), child, &argument);
    expect(process > 0, "clone");
    sys_next_signal(&signal);
    expect(signal.ended == process && signal.number == 0, "child's end");
    expect(sys_wait(process, &status, 1) == process && status == 42 << 8, "status");

    process = sys_clone(SIGCHLD, stack + sizeof(stack), killed_child, &before);
    expect(sys_wait(process, &status, 0) == 0, "no end yet");
    expect(sys_kill(process, SYS_SIGTERM) == 0, "kill");
    sys_next_signal(&signal);
    expect(signal.ended == process, "end by a signal");
    expect(sys_wait(process, &status, 0) == process && (status & 0x7f) == SYS_SIGTERM, "status of a signal");
    expect(sys_wait(process, &status, 0) < 0, "no child left");

    expect(sys_kill(0, SYS_SIGHUP) == 0, "kill the group");
    sys_next_signal(&signal);
    expect(signal.number == SYS_SIGHUP && signal.from_process && signal.ended == 0, "held signal");
    sys_restore_signals(&before);
}

static void on_illegal_instruction(int number)
{
    print_line("signal ", number == SYS_SIGILL ? "SIGILL" : "another");
    sys_exit(failures);
}

int recctrlu_main(int count, char **words, char **environment)
{
    char number[DECIMAL_BYTES];

    expect(count == 3 && text_equal(words[2], "a b") && words[3] == NULL, "arguments");
    expect(text_equal(environment[0], "X=y") && environment[1] == NULL, "environment");
    expect(text_equal(decimal(number, -2147483647 - 1), "-2147483648"), "decimal");
    expect(text_equal(decimal(number, 1234567890), "1234567890"), "decimal");
    files(words[1]);
    directories();
    datagrams();
    processes();
    sys_on_illegal_instruction(on_illegal_instruction);
    sys_kill(0, SYS_SIGILL);
    return 1;
}
