/* SPDX-License-Identifier: 0BSD */
/*
 * What recctrlu needs of Linux or Windows, without a C library. Results below 0 are negative error numbers.
 */
#ifndef RECCTRLU_SYS_H
#define RECCTRLU_SYS_H

#include <stddef.h>

/* Error numbers that are told apart; the same on every architecture. */
enum { SYS_ENOENT = 2, SYS_ESRCH = 3, SYS_EINTR = 4, SYS_EACCES = 13, SYS_ENOTDIR = 20, SYS_EISDIR = 21 };

/* Signals, the same on every architecture. */
enum { SYS_SIGHUP = 1, SYS_SIGINT = 2, SYS_SIGQUIT = 3, SYS_SIGILL = 4, SYS_SIGTERM = 15 };

long sys_write(int fd, const void *data, size_t length);

/* Sends one datagram to the Unix socket of that name, which has less than 108 bytes; never waits. */
long sys_send(const char *socket, const void *data, size_t length);

/* Reads a file from its beginning, at most `size` bytes. Returns how many there were. */
long sys_read_file(const char *path, void *buffer, size_t size);

/* Calls each(opaque, name) for what is in a directory, but the names that begin with a dot. */
long sys_list(const char *path, void (*each)(void *opaque, const char *name), void *opaque);

long sys_remove(const char *path);

/* 0 where this process may execute the file (or search the directory). */
long sys_may_execute(const char *path);

long sys_execute(const char *path, char *const arguments[], char *const environment[]);

__attribute__((noreturn)) void sys_exit(int status);

/* The handler must not return. */
void sys_on_illegal_instruction(void (*handler)(int signal));

/*
 * Runs function(argument) in a new process that shares this one's memory; what it returns is its exit status.
 * `stack_end` is the end of its stack, aligned to 16. Returns the process's number.
 */
long sys_spawn(int (*function)(void *argument), void *argument, void *stack_end);

/* Lets another process that is ready run first. */
void sys_yield(void);

long sys_kill(long process, int signal);

/*
 * Takes the status of a child that has ended, as wait(2) has it. `block` 0: does not wait for the end and returns 0
 * where it has not come.
 */
long sys_wait(long process, int *status, int block);

/* What a shell makes of a status of sys_wait(): the exit status, or 128 and the number of the signal that ended it. */
int sys_exit_status(int status);

/* The calling process's signal mask and what it does about its children's ends. */
struct sys_signals {
    unsigned long mask[128 / (8 * sizeof(unsigned long))];
    void *on_child;
};

/* Holds back the signals that sys_next_signal() takes. */
void sys_hold_signals(struct sys_signals *before);
void sys_restore_signals(const struct sys_signals *before);

struct sys_signal {
    int number;       /* SYS_SIGHUP, _INT, _QUIT, _TERM; 0: a child's end, or none after all */
    int from_process; /* sent with kill(2), not by the terminal */
    long ended;       /* the child that ended, or 0 */
};

/* Waits for one of the signals held back. */
void sys_next_signal(struct sys_signal *signal);

#endif
