/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the follower tells of system calls that a guest's programs might have made. */
#include "transcript/follower.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

/* x86_64's numbers */
enum {
    READ = 0, WRITE = 1, CLOSE = 3, FSTAT = 5, IOCTL = 16, READV = 19, PIPE = 22, DUP2 = 33, SENDMSG = 46, RECVMSG = 47,
    SOCKETPAIR = 53, CLONE = 56, VFORK = 58, EXECVE = 59, FCNTL = 72, SETRESUID = 117, EXIT_GROUP = 231, OPENAT = 257,
    SPLICE = 275, DUP3 = 292, PIPE2 = 293, IO_URING_SETUP = 425, CLOSE_RANGE = 436,
};
#define TIOCGPTN 0x80045430
#define TIOCSWINSZ 0x5414
#define TIOCPKT 0x5420
#define TIOCGPTPEER 0x5441
#define O_CLOEXEC 02000000

/* One page of memory, the same in all processes, and above it a stack that ends with the path of a program. */
#define DATA 0x10000
#define STACK 0x20000
#define STACK_POINTER (STACK + 0x100)
#define NEXT 0x400002

enum { SSHD = 0x1000, CHILD = 0x2000, OTHER = 0x3000, NEW = 0x4000 }; /* address spaces */

static struct {
    uint8_t data[MEMORY_PAGE], stack[MEMORY_PAGE];
    const struct abi *abi;
    struct writer *writer;
    struct follower *follower;
    int fd;
    uint64_t time;
    char told[8192]; /* what the stream said */
} test;

static bool read_guest(void *opaque, uint64_t address, void *buffer, size_t length)
{
    (void)opaque;
    assert_in_range(length, 1, 64 * 1024);
    const uint8_t *page = address / MEMORY_PAGE == DATA / MEMORY_PAGE    ? test.data
                          : address / MEMORY_PAGE == STACK / MEMORY_PAGE ? test.stack
                                                                         : NULL;
    if (page == NULL || address % MEMORY_PAGE + length > MEMORY_PAGE) {
        return false;
    }
    memcpy(buffer, page + address % MEMORY_PAGE, length);
    return true;
}

static const struct memory memory = {.read = read_guest, .end = 0x7fffffffffff};

static void run_program(const char *path)
{
    memset(test.stack, 0, sizeof(test.stack));
    strcpy((char *)test.stack + sizeof(test.stack) - 9 - strlen(path), path);
}

static int begin(void **state)
{
    (void)state;
    memset(&test, 0, sizeof(test));
    test.abi = &abi_x86_64;
    test.fd = memfd_create("stream", MFD_CLOEXEC);
    test.writer = writer_new(test.fd);
    test.follower = follower_new(test.writer);
    run_program("/usr/sbin/sshd");
    return test.fd >= 0 ? 0 : -1;
}

static int end(void **state)
{
    (void)state;
    if (test.follower != NULL) {
        follower_free(test.follower);
        writer_free(test.writer);
    }
    return close(test.fd);
}

static void enter(uint64_t space, uint64_t number, uint64_t a, uint64_t b, uint64_t c, uint64_t d)
{
    struct place place = {space, STACK_POINTER, NEXT, 0};

    writer_set_time(test.writer, ++test.time);
    follower_enter(test.follower, test.abi, &place, number, (uint64_t[CALL_ARGUMENTS]){a, b, c, d}, &memory);
}

static void leave(uint64_t space, int64_t result)
{
    writer_set_time(test.writer, ++test.time);
    follower_return(test.follower, &(struct place){space, STACK_POINTER, NEXT, 0}, (uint64_t)result, &memory);
}

static void call(uint64_t space, uint64_t number, uint64_t a, uint64_t b, uint64_t c, uint64_t d, int64_t result)
{
    enter(space, number, a, b, c, d);
    leave(space, result);
}

static void put_number(unsigned offset, uint64_t number, unsigned bytes)
{
    for (unsigned i = 0; i < bytes; i++) {
        test.data[offset + i] = (uint8_t)(number >> (8 * i));
    }
}

static uint64_t put_text(const char *text)
{
    strcpy((char *)test.data, text);
    return DATA;
}

static void read_text(uint64_t space, int fd, const char *text)
{
    call(space, READ, (uint64_t)fd, put_text(text), 1000, 0, (int64_t)strlen(text));
}

static void write_text(uint64_t space, int fd, const char *text)
{
    call(space, WRITE, (uint64_t)fd, put_text(text), strlen(text), 0, (int64_t)strlen(text));
}

static void open_file(uint64_t space, const char *path, int fd)
{
    call(space, OPENAT, (uint64_t)-100, put_text(path), 2, 0, fd);
}

static void open_master(uint64_t space, int fd, unsigned terminal)
{
    open_file(space, "/dev/ptmx", fd);
    put_number(0, terminal, 4);
    call(space, IOCTL, (uint64_t)fd, TIOCGPTN, DATA, 0, 0);
}

static void make_pipe(uint64_t space, int number, int first, int second)
{
    put_number(0, (uint64_t)first, 4);
    put_number(4, (uint64_t)second, 4);
    if (number == SOCKETPAIR) {
        call(space, SOCKETPAIR, 1, 1, 0, DATA, 0);
    } else {
        call(space, (uint64_t)number, DATA, 0, 0, 0, 0);
    }
}

static void fork_child(uint64_t parent, uint64_t child)
{
    enter(parent, CLONE, 0x1200011, 0, 0, 0);
    leave(child, 0);
    leave(parent, 123);
}

/* Adds what one record said, in words. */
static void add_record(const struct transcript_record *record, const uint8_t *bytes)
{
    static const char *const names[] = {"",       "opened", "info",  "output", "error",  "input",
                                        "resize", "closed", "counter", "problem", "end"};
    char *out = test.told + strlen(test.told);
    int length = (int)record->bytes;

    if (record->type == TRANSCRIPT_PROBLEM) {
        sprintf(out, "problem; ");
    } else if (record->type == TRANSCRIPT_OPENED || record->type == TRANSCRIPT_RESIZE) {
        uint16_t values[2];
        memcpy(values, bytes, sizeof(values));
        sprintf(out, "%s %u %u %u; ", names[record->type], record->channel, values[0], values[1]);
    } else {
        sprintf(out, "%s %u%s%.*s; ", names[record->type], record->channel, length > 0 ? " " : "", length, bytes);
    }
}

/* All that the stream says, up to now. */
static void assert_told(const char *expected)
{
    struct transcript_record record;
    uint8_t bytes[TRANSCRIPT_RECORD_BYTES_MAX];
    off_t at = strlen(TRANSCRIPT_MAGIC);

    follower_end(test.follower);
    writer_end(test.writer);
    follower_free(test.follower);
    test.follower = NULL;
    writer_free(test.writer);
    test.writer = NULL;
    while (pread(test.fd, &record, sizeof(record), at) == sizeof(record)) {
        assert_in_range(record.bytes, 0, sizeof(bytes));
        assert_int_equal(pread(test.fd, bytes, record.bytes, at + (off_t)sizeof(record)), record.bytes);
        at += (off_t)sizeof(record) + record.bytes;
        assert_in_range(strlen(test.told), 0, sizeof(test.told) - 1024);
        add_record(&record, bytes);
    }
    assert_string_equal(test.told, expected);
}

#define MASTER_OPENED "opened 1 1 0; info 1 server=/usr/sbin/sshd; info 1 terminal=pts/7; "
#define SESSION_OPENED "opened 1 2 0; info 1 server=/usr/sbin/sshd; "

static void a_terminal(void **state)
{
    (void)state;
    open_master(SSHD, 5, 7);
    read_text(SSHD, 5, "login");
    write_text(SSHD, 5, "ls");
    read_text(SSHD, 6, "not this");
    put_number(0, 24 | 80 << 16, 4);
    call(SSHD, IOCTL, 5, TIOCSWINSZ, DATA, 0, 0);
    call(SSHD, CLOSE, 5, 0, 0, 0, 0);
    read_text(SSHD, 5, "nor this");
    assert_told(MASTER_OPENED "output 1 login; input 1 ls; resize 1 80 24; closed 1; end 0; ");
}

static void calls_that_fail_say_nothing(void **state)
{
    (void)state;
    open_master(SSHD, 5, 7);
    call(SSHD, READ, 5, put_text("old bytes"), 100, 0, -11);
    call(SSHD, READ, 5, DATA, 100, 0, 0);
    call(SSHD, CLOSE, 5, 0, 0, 0, -9);
    call(SSHD, DUP2, 5, 9, 0, 0, -24);
    read_text(SSHD, 9, "not this");
    read_text(SSHD, 5, "still open");
    assert_told(MASTER_OPENED "output 1 still open; end 0; ");
}

static void copies_of_a_descriptor(void **state)
{
    (void)state;
    open_master(SSHD, 5, 7);
    call(SSHD, DUP2, 5, 9, 0, 0, 9);
    call(SSHD, FCNTL, 9, 1030, 3, 0, 10);
    call(SSHD, DUP3, 10, 11, O_CLOEXEC, 0, 11);
    call(SSHD, CLOSE, 5, 0, 0, 0, 0);
    read_text(SSHD, 9, "a");
    read_text(SSHD, 10, "b");
    read_text(SSHD, 11, "c");
    call(SSHD, CLOSE_RANGE, 10, 0xffffffff, 0, 0, 0);
    read_text(SSHD, 10, "not this");
    read_text(SSHD, 9, "d");
    call(SSHD, DUP2, 3, 9, 0, 0, 9);
    assert_told(MASTER_OPENED "output 1 a; output 1 b; output 1 c; output 1 d; closed 1; end 0; ");
}

static void vectors_across_a_missing_page(void **state)
{
    (void)state;
    open_master(SSHD, 5, 7);
    put_text("first second");
    put_number(100, DATA, 8);
    put_number(108, 6, 8);
    put_number(116, DATA + 6, 8);
    put_number(124, 100, 8);
    call(SSHD, READV, 5, DATA + 100, 2, 0, 12);
    memcpy(test.data + MEMORY_PAGE - 4, "last", 4);
    call(SSHD, READ, 5, DATA + MEMORY_PAGE - 4, 100, 0, 8);
    call(SSHD, READ, 5, 0x999000, 100, 0, 8);
    assert_told(MASTER_OPENED "output 1 first ; output 1 second; output 1 last; problem; end 0; ");
}

static void packet_mode(void **state)
{
    (void)state;
    open_master(SSHD, 5, 7);
    put_number(0, 1, 4);
    call(SSHD, IOCTL, 5, TIOCPKT, DATA, 0, 0);
    put_text("?data");
    test.data[0] = 0;
    call(SSHD, READ, 5, DATA, 100, 0, 5);
    test.data[0] = 0x20;
    call(SSHD, READ, 5, DATA, 100, 0, 5);
    assert_told(MASTER_OPENED "output 1 data; end 0; ");
}

static void send_rights(uint64_t space, int socket, int fd, uint64_t number)
{
    put_number(0x200, 0, 8);
    for (unsigned i = 0; i < 7; i++) {
        put_number(0x200 + 8 * i, 0, 8);
    }
    put_number(0x220, DATA + 0x300, 8);
    put_number(0x228, 48, 8);
    put_number(0x300, 19, 8); /* credentials, of no use here */
    put_number(0x308, 1, 4);
    put_number(0x30c, 2, 4);
    put_number(0x318, 20, 8);
    put_number(0x320, 1, 4);
    put_number(0x324, 1, 4);
    put_number(0x328, (uint64_t)fd, 4);
    enter(space, number, (uint64_t)socket, DATA + 0x200, 0, 0);
}

/* The receiver returns before the sender does, and two messages are on their way. */
static void descriptors_that_are_sent(void **state)
{
    (void)state;
    make_pipe(SSHD, SOCKETPAIR, 3, 4);
    make_pipe(SSHD, SOCKETPAIR, 7, 8);
    open_master(SSHD, 5, 7);
    fork_child(SSHD, CHILD);
    fork_child(SSHD, OTHER);
    call(CHILD, CLOSE, 5, 0, 0, 0, 0);
    call(OTHER, CLOSE, 5, 0, 0, 0, 0);
    send_rights(SSHD, 8, 99, SENDMSG);
    leave(SSHD, 1);
    send_rights(SSHD, 3, 5, SENDMSG);
    send_rights(CHILD, 4, 20, RECVMSG);
    leave(CHILD, 1);
    leave(SSHD, 1);
    send_rights(OTHER, 7, 20, RECVMSG);
    leave(OTHER, 1);
    read_text(OTHER, 20, "not this");
    call(SSHD, CLOSE, 5, 0, 0, 0, 0);
    read_text(CHILD, 20, "received");
    call(CHILD, EXIT_GROUP, 0, 0, 0, 0, 0);
    assert_told(MASTER_OPENED "output 1 received; closed 1; end 0; ");
}

static void a_message_that_was_not_sent(void **state)
{
    (void)state;
    make_pipe(SSHD, SOCKETPAIR, 3, 4);
    open_master(SSHD, 5, 7);
    send_rights(SSHD, 3, 5, SENDMSG);
    leave(SSHD, -32);
    send_rights(SSHD, 3, 99, SENDMSG);
    leave(SSHD, 1);
    send_rights(SSHD, 4, 20, RECVMSG);
    leave(SSHD, 1);
    read_text(SSHD, 20, "not this");
    assert_told(MASTER_OPENED "end 0; ");
}

static void a_child_has_its_own_table(void **state)
{
    (void)state;
    open_master(SSHD, 5, 7);
    enter(SSHD, CLONE, 0x1200011, 0, 0, 0);
    follower_return(test.follower, &(struct place){OTHER, STACK_POINTER + 8, NEXT, 0}, 0, &memory);
    follower_return(test.follower, &(struct place){OTHER, STACK_POINTER, NEXT + 8, 0}, 0, &memory);
    leave(CHILD, 0);
    leave(SSHD, 123);
    read_text(OTHER, 5, "not this");
    read_text(CHILD, 5, "child");
    call(CHILD, CLOSE, 5, 0, 0, 0, 0);
    read_text(CHILD, 5, "not this");
    read_text(SSHD, 5, "parent");
    call(SSHD, CLOSE, 5, 0, 0, 0, 0);
    assert_told(MASTER_OPENED "output 1 child; output 1 parent; closed 1; end 0; ");
}

static void a_fork_that_failed(void **state)
{
    (void)state;
    open_master(SSHD, 5, 7);
    call(SSHD, CLONE, 0x1200011, 0, 0, 0, -11);
    leave(CHILD, 0);
    read_text(CHILD, 5, "not this");
    call(SSHD, CLOSE, 5, 0, 0, 0, 0);
    assert_told(MASTER_OPENED "closed 1; end 0; ");
}

static void an_address_space_that_is_used_again(void **state)
{
    (void)state;
    open_master(OTHER, 5, 7);
    fork_child(SSHD, CHILD);
    fork_child(CHILD, OTHER); /* the one before was killed */
    read_text(OTHER, 5, "not this");
    assert_told(MASTER_OPENED "closed 1; end 0; ");
}

/* The child has its parent's address space, but not its descriptors. */
static void a_child_of_vfork(void **state)
{
    (void)state;
    open_master(SSHD, 5, 7);
    enter(SSHD, VFORK, 0, 0, 0, 0);
    leave(SSHD, 0);
    call(SSHD, CLOSE, 5, 0, 0, 0, 0);
    enter(SSHD, EXECVE, put_text("/bin/true"), 0, 0, 0);
    leave(SSHD, 123);
    read_text(SSHD, 5, "parent");
    run_program("/bin/true");
    read_text(NEW, 5, "not this");
    read_text(SSHD, 5, "still");
    assert_told(MASTER_OPENED "output 1 parent; output 1 still; end 0; ");
}

static void a_program_in_a_terminal(void **state)
{
    (void)state;
    open_master(SSHD, 5, 7);
    call(SSHD, FCNTL, 5, 2, 1, 0, 0);
    call(SSHD, IOCTL, 5, TIOCGPTPEER, 2, 0, 6);
    fork_child(SSHD, CHILD);
    call(CHILD, SETRESUID, 1000, 1000, 1000, 0, 0);
    call(CHILD, DUP2, 6, 0, 0, 0, 0);
    call(CHILD, EXECVE, put_text("/bin/none"), 0, 0, 0, -2);
    enter(CHILD, EXECVE, put_text("/bin/shell"), 0, 0, 0);
    run_program("/bin/shell");
    read_text(NEW, 5, "closed on exec");
    fork_child(NEW, CHILD);
    enter(CHILD, EXECVE, put_text("/bin/ls"), 0, 0, 0);
    run_program("/bin/ls");
    read_text(OTHER, 0, "what it reads is not told");
    run_program("/usr/sbin/sshd");
    read_text(SSHD, 5, "once");
    assert_told(MASTER_OPENED "info 1 program=/bin/shell; info 1 uid=1000; output 1 once; end 0; ");
}

static void write_as(const char *program, uint64_t space, int fd, const char *text)
{
    run_program(program);
    write_text(space, fd, text);
    run_program("/usr/sbin/sshd");
}

/* Two of the same path, of which one began long ago. */
static void a_program_that_runs_already(void **state)
{
    (void)state;
    write_as("/bin/bash", OTHER, 1, "hello");
    open_master(SSHD, 5, 7);
    fork_child(SSHD, CHILD);
    enter(CHILD, EXECVE, put_text("/bin/bash"), 0, 0, 0);
    run_program("/bin/bash");
    read_text(OTHER, 5, "not this");
    read_text(NEW, 5, "inherited");
    assert_told(MASTER_OPENED "output 1 inherited; end 0; ");
}

/* It is first seen when it returns from a call, which a new program can't do. */
static void a_program_that_slept(void **state)
{
    (void)state;
    open_master(SSHD, 5, 7);
    fork_child(SSHD, CHILD);
    enter(CHILD, EXECVE, put_text("/bin/bash"), 0, 0, 0);
    run_program("/bin/bash");
    leave(OTHER, 1);
    read_text(OTHER, 5, "not this");
    read_text(NEW, 5, "inherited");
    assert_told(MASTER_OPENED "output 1 inherited; end 0; ");
}

/* It was killed, and a program that was executed has its address space. */
static void an_address_space_for_a_new_program(void **state)
{
    (void)state;
    open_master(OTHER, 5, 7);
    fork_child(SSHD, CHILD);
    enter(CHILD, EXECVE, put_text("/bin/cat"), 0, 0, 0);
    read_text(OTHER, 5, "still there");
    enter(CHILD, EXECVE, put_text("/bin/cat"), 0, 0, 0);
    run_program("/bin/cat");
    read_text(OTHER, 5, "not this");
    assert_told(MASTER_OPENED "output 1 still there; closed 1; end 0; ");
}

/* The path is a constant in a page that a forked child has not touched, and nothing told that OTHER was killed. */
static void a_path_that_can_not_be_read(void **state)
{
    (void)state;
    open_master(SSHD, 5, 7);
    fork_child(SSHD, CHILD);
    write_text(OTHER, 1, "hello");
    enter(CHILD, EXECVE, 0x999000, 0, 0, 0);
    run_program("/bin/cat");
    read_text(OTHER, 5, "inherited");
    assert_told(MASTER_OPENED "output 1 inherited; end 0; ");
}

static void a_number_that_is_given_again(void **state)
{
    (void)state;
    open_master(SSHD, 5, 7);
    open_master(OTHER, 5, 7);
    read_text(SSHD, 5, "of one that is gone");
    read_text(OTHER, 5, "second");
    assert_told(MASTER_OPENED "opened 2 1 0; info 2 server=/usr/sbin/sshd; closed 1; info 2 terminal=pts/7; "
                              "output 2 second; end 0; ");
}

static void begin_session(void)
{
    make_pipe(SSHD, PIPE, 10, 11);
    make_pipe(SSHD, PIPE2, 12, 13);
    make_pipe(SSHD, PIPE2, 14, 15);
    fork_child(SSHD, CHILD);
    write_text(SSHD, 11, "early");
    call(CHILD, DUP2, 10, 0, 0, 0, 0);
    call(CHILD, DUP2, 13, 1, 0, 0, 1);
    call(CHILD, DUP2, 15, 2, 0, 0, 2);
    call(CHILD, CLOSE_RANGE, 3, 0xffffffff, 0, 0, 0);
    call(SSHD, CLOSE, 10, 0, 0, 0, 0);
    call(SSHD, CLOSE, 13, 0, 0, 0, 0);
    call(SSHD, CLOSE, 15, 0, 0, 0, 0);
}

static void a_session_without_a_terminal(void **state)
{
    (void)state;
    begin_session();
    read_text(SSHD, 12, "out");
    read_text(SSHD, 14, "err");
    write_text(SSHD, 11, "in");
    write_text(CHILD, 1, "not this");
    call(SSHD, CLOSE, 11, 0, 0, 0, 0);
    call(SSHD, CLOSE, 12, 0, 0, 0, 0);
    call(SSHD, CLOSE, 14, 0, 0, 0, 0);
    assert_told(SESSION_OPENED "input 1 early; output 1 out; error 1 err; input 1 in; closed 1; end 0; ");
}

/* It writes what there is of standard input, and closes all, before the child says what it has the pipes for. */
static void a_server_that_is_faster_than_its_child(void **state)
{
    (void)state;
    make_pipe(SSHD, PIPE, 10, 11);
    make_pipe(SSHD, PIPE, 12, 13);
    make_pipe(SSHD, PIPE, 14, 15);
    fork_child(SSHD, CHILD);
    write_text(SSHD, 11, "all of it");
    call(SSHD, CLOSE_RANGE, 10, 11, 0, 0, 0);
    call(CHILD, CLOSE, 11, 0, 0, 0, 0);
    call(CHILD, DUP2, 10, 0, 0, 0, 0);
    call(CHILD, DUP2, 13, 1, 0, 0, 1);
    call(CHILD, DUP2, 15, 2, 0, 0, 2);
    read_text(SSHD, 12, "out");
    call(SSHD, EXIT_GROUP, 0, 0, 0, 0, 0);
    call(CHILD, EXIT_GROUP, 0, 0, 0, 0, 0);
    assert_told(SESSION_OPENED "input 1 all of it; output 1 out; closed 1; end 0; ");
}

static void a_server_that_is_gone(void **state)
{
    (void)state;
    make_pipe(SSHD, SOCKETPAIR, 10, 11);
    make_pipe(SSHD, SOCKETPAIR, 12, 13);
    make_pipe(SSHD, SOCKETPAIR, 14, 15);
    fork_child(SSHD, CHILD);
    write_text(SSHD, 11, "all of it");
    call(SSHD, EXIT_GROUP, 0, 0, 0, 0, 0);
    call(CHILD, CLOSE_RANGE, 13, 13, 0, 0, 0);
    call(CHILD, CLOSE_RANGE, 11, 11, 0, 0, 0);
    call(CHILD, CLOSE_RANGE, 14, 15, 0, 0, 0);
    call(CHILD, DUP2, 10, 0, 0, 0, 0);
    call(CHILD, DUP2, 10, 1, 0, 0, 1);
    call(CHILD, DUP2, 12, 2, 0, 0, 2);
    assert_told(SESSION_OPENED "input 1 all of it; closed 1; end 0; ");
}

static void pipes_of_another_program(void **state)
{
    (void)state;
    run_program("/bin/bash");
    begin_session();
    read_text(SSHD, 12, "not this");
    assert_told("end 0; ");
}

/* As for a helper of PAM. */
static void a_child_whose_errors_are_its_output(void **state)
{
    (void)state;
    make_pipe(SSHD, PIPE, 10, 11);
    make_pipe(SSHD, PIPE, 12, 13);
    fork_child(SSHD, CHILD);
    call(CHILD, DUP2, 10, 0, 0, 0, 0);
    call(CHILD, DUP2, 13, 1, 0, 0, 1);
    call(CHILD, DUP2, 13, 2, 0, 0, 2);
    read_text(SSHD, 12, "not this");
    assert_told("end 0; ");
}

static void a_path_that_is_too_long(void **state)
{
    char path[PROGRAM_MAX + 100];

    (void)state;
    memset(path, 'x', sizeof(path));
    path[sizeof(path) - 1] = '\0';
    run_program(path);
    open_master(SSHD, 5, 7);
    assert_told("opened 1 1 0; info 1 terminal=pts/7; end 0; ");
}

static void a_session_of_socket_pairs(void **state)
{
    (void)state;
    make_pipe(SSHD, SOCKETPAIR, 10, 11);
    make_pipe(SSHD, SOCKETPAIR, 12, 13);
    fork_child(SSHD, CHILD);
    call(CHILD, DUP2, 10, 0, 0, 0, 0);
    call(CHILD, DUP2, 10, 1, 0, 0, 1);
    call(CHILD, DUP2, 12, 2, 0, 0, 2);
    read_text(SSHD, 11, "out");
    write_text(SSHD, 11, "in");
    read_text(SSHD, 13, "err");
    call(SSHD, EXIT_GROUP, 0, 0, 0, 0, 0);
    assert_told(SESSION_OPENED "output 1 out; input 1 in; error 1 err; end 0; ");
}

static void a_terminal_that_was_open_before(void **state)
{
    (void)state;
    write_text(SSHD, 5, "typed");
    read_text(SSHD, 5, "early ");
    read_text(SSHD, 6, "of a socket");
    write_as("/bin/bash", OTHER, 1, "done\n");
    read_text(SSHD, 5, "done\r\nmore");
    read_text(SSHD, 6, "of a socket");
    read_text(SSHD, 5, "last");
    call(SSHD, CLOSE, 5, 0, 0, 0, 0);
    assert_told("opened 1 1 0; info 1 server=/usr/sbin/sshd; info 1 begun=before; input 1 typed; output 1 early ; "
                "output 1 done\r\nmore; output 1 last; closed 1; end 0; ");
}

static void its_name_and_size(void **state)
{
    (void)state;
    run_program("/bin/bash");
    put_number(40, 136 << 8 | 3, 8);
    call(OTHER, FSTAT, 1, DATA, 0, 0, 0);
    write_text(OTHER, 1, "$ prompt");
    run_program("/usr/sbin/sshd");
    read_text(SSHD, 5, "$ prompt");
    put_number(0, 24 | 80 << 16, 4);
    call(SSHD, IOCTL, 5, TIOCSWINSZ, DATA, 0, 0);
    assert_told("opened 1 1 0; info 1 server=/usr/sbin/sshd; info 1 terminal=pts/3; info 1 begun=before; "
                "output 1 $ prompt; resize 1 80 24; end 0; ");
}

/* sshd writes to another descriptor than it reads, and sets the size by a third. */
static void a_terminal_with_three_descriptors(void **state)
{
    (void)state;
    put_number(0, 24 | 80 << 16, 4);
    call(SSHD, IOCTL, 7, TIOCSWINSZ, DATA, 0, 0);
    write_text(SSHD, 4, "random text on a socket");
    read_text(SSHD, 4, "random text");
    write_as("/bin/bash", OTHER, 1, "done\n");
    read_text(SSHD, 5, "done\r\n");
    write_text(SSHD, 6, "l");
    read_text(SSHD, 5, "l");
    write_text(SSHD, 6, "s -l\r");
    read_text(SSHD, 5, "s -l\r\nrandom text on");
    write_text(SSHD, 6, "secret\r");
    call(SSHD, CLOSE, 5, 0, 0, 0, 0);
    call(SSHD, CLOSE, 6, 0, 0, 0, 0);
    call(SSHD, CLOSE, 7, 0, 0, 0, 0);
    assert_told("opened 1 1 0; info 1 server=/usr/sbin/sshd; info 1 begun=before; resize 1 80 24; output 1 done\r\n; "
                "output 1 l; input 1 ls -l\r; output 1 s -l\r\nrandom text on; input 1 secret\r; closed 1; end 0; ");
}

static void a_name_that_shows_later(void **state)
{
    (void)state;
    write_as("/bin/bash", OTHER, 1, "done\n");
    read_text(SSHD, 5, "done\r\n");
    put_number(40, 136 << 8 | 3, 8);
    call(OTHER, FSTAT, 1, DATA, 0, 0, 0);
    write_as("/bin/bash", OTHER, 1, "$ prompt");
    read_text(SSHD, 5, "$ prompt");
    assert_told("opened 1 1 0; info 1 server=/usr/sbin/sshd; info 1 begun=before; output 1 done\r\n; "
                "info 1 terminal=pts/3; output 1 $ prompt; end 0; ");
}

static void a_size_that_is_set_shows_a_master(void **state)
{
    (void)state;
    read_text(SSHD, 5, "early");
    put_number(0, 24 | 80 << 16, 4);
    call(SSHD, IOCTL, 5, TIOCSWINSZ, DATA, 0, 0);
    assert_told("opened 1 1 0; info 1 server=/usr/sbin/sshd; info 1 begun=before; output 1 early; "
                "resize 1 80 24; end 0; ");
}

/* Files, pipes, and what other programs read. */
static void what_is_no_terminal(void **state)
{
    (void)state;
    write_as("/bin/bash", OTHER, 1, "some text\n");
    write_as("/bin/bash", OTHER, 1, "no line");
    read_text(SSHD, 5, "some text\n");
    read_text(SSHD, 5, "no line");
    open_file(SSHD, "/etc/motd", 7);
    read_text(SSHD, 7, "some text\r\n");
    run_program("/bin/cat");
    read_text(CHILD, 5, "some text\r\n");
    assert_told("end 0; ");
}

static void calls_of_32_bits(void **state)
{
    (void)state;
    test.abi = &abi_i386;
    open_file(SSHD, "/dev/ptmx", 5); /* i386's 257 is not openat */
    call(SSHD, 295, 0xffffff9c, put_text("/dev/ptmx"), 2, 0, 5);
    put_number(0, 7, 4);
    call(SSHD, 54, 5, TIOCGPTN, DATA, 0, 0);
    call(SSHD, 3, 5, put_text("text"), 100, 0, 4);
    put_text("parts");
    put_number(100, DATA, 4);
    put_number(104, 5, 4);
    call(SSHD, 145, 5, DATA + 100, 1, 0, 5);
    call(SSHD, 3, 5, put_text("text"), 100, 0, 0xfffffff5);
    assert_told(MASTER_OPENED "output 1 text; output 1 parts; end 0; ");
}

static void make_pair_by_socketcall(int first, int second)
{
    const uint64_t arguments[] = {1, 1, 0, DATA};

    for (unsigned i = 0; i < 4; i++) {
        put_number(0x10 + 4 * i, arguments[i], 4);
    }
    put_number(0, (uint64_t)first, 4);
    put_number(4, (uint64_t)second, 4);
    call(SSHD, 102, 8, DATA + 0x10, 0, 0, 0);
}

static void a_session_of_32_bits(void **state)
{
    (void)state;
    test.abi = &abi_i386;
    make_pair_by_socketcall(10, 11);
    make_pair_by_socketcall(12, 13);
    enter(SSHD, 2, 0, 0, 0, 0);
    leave(CHILD, 0);
    leave(SSHD, 123);
    call(CHILD, 63, 10, 0, 0, 0, 0);
    call(CHILD, 63, 10, 1, 0, 0, 1);
    call(CHILD, 63, 12, 2, 0, 0, 2);
    call(SSHD, 3, 11, put_text("out"), 100, 0, 3);
    assert_told(SESSION_OPENED "output 1 out; end 0; ");
}

/* SYSENTER: where the program goes on is known when it does. */
static void a_child_that_begins_elsewhere(void **state)
{
    uint64_t arguments[CALL_ARGUMENTS] = {0x1200011};

    (void)state;
    test.abi = &abi_i386;
    call(SSHD, 295, 0xffffff9c, put_text("/dev/ptmx"), 2, 0, 5);
    put_number(0, 7, 4);
    call(SSHD, 54, 5, TIOCGPTN, DATA, 0, 0);
    follower_enter(test.follower, test.abi, &(struct place){SSHD, STACK_POINTER, 0, 0}, 120, arguments, &memory);
    leave(CHILD, 0);
    leave(SSHD, 123);
    call(CHILD, 3, 5, put_text("child"), 100, 0, 5);
    assert_told(MASTER_OPENED "output 1 child; end 0; ");
}

static void what_can_not_be_followed(void **state)
{
    (void)state;
    open_master(SSHD, 5, 7);
    call(SSHD, SPLICE, 5, 0, 9, 0, 100);
    call(SSHD, SPLICE, 5, 0, 9, 0, 100);
    call(SSHD, IO_URING_SETUP, 5, 0, 0, 0, 3);
    call(SSHD, IO_URING_SETUP, 5, 0, 0, 0, 3);
    assert_told(MASTER_OPENED "problem; problem; end 0; ");
}

static void a_guest_without_system_calls(void **state)
{
    (void)state;
    assert_told("problem; end 0; ");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_terminal),
        TEST(calls_that_fail_say_nothing),
        TEST(copies_of_a_descriptor),
        TEST(vectors_across_a_missing_page),
        TEST(packet_mode),
        TEST(descriptors_that_are_sent),
        TEST(a_message_that_was_not_sent),
        TEST(a_child_has_its_own_table),
        TEST(a_fork_that_failed),
        TEST(an_address_space_that_is_used_again),
        TEST(a_child_of_vfork),
        TEST(a_program_in_a_terminal),
        TEST(a_program_that_runs_already),
        TEST(a_program_that_slept),
        TEST(an_address_space_for_a_new_program),
        TEST(a_path_that_can_not_be_read),
        TEST(a_number_that_is_given_again),
        TEST(a_session_without_a_terminal),
        TEST(a_server_that_is_faster_than_its_child),
        TEST(a_server_that_is_gone),
        TEST(pipes_of_another_program),
        TEST(a_child_whose_errors_are_its_output),
        TEST(a_path_that_is_too_long),
        TEST(a_session_of_socket_pairs),
        TEST(a_terminal_that_was_open_before),
        TEST(its_name_and_size),
        TEST(a_terminal_with_three_descriptors),
        TEST(a_name_that_shows_later),
        TEST(a_size_that_is_set_shows_a_master),
        TEST(what_is_no_terminal),
        TEST(calls_of_32_bits),
        TEST(a_session_of_32_bits),
        TEST(a_child_that_begins_elsewhere),
        TEST(what_can_not_be_followed),
        TEST(a_guest_without_system_calls),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
