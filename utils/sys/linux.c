/* SPDX-License-Identifier: 0BSD */
#include "sys.h"

#include "../command.h"

#if defined(__x86_64__)
#include "x86_64.h"
#elif defined(__i386__)
#include "i386.h"
#elif defined(__aarch64__)
#include "aarch64.h"
#elif defined(__arm__)
#include "arm.h"
#elif defined(__mips__)
#include "mips.h"
#else
#error "recctrlu: there is no utils/sys/ file for this architecture"
#endif

/* What most architectures have in common; a file of theirs may say otherwise. */
#ifndef SIGCHLD
#define SIGCHLD 17
#define SIGNALS 64
#define SIG_SETMASK 2
#define SOCK_DGRAM 2
#define SOCK_NONBLOCK 04000

struct kernel_sigaction {
    void *handler;
    unsigned long flags;
    void *restorer;
    unsigned long mask[SIGNALS / (8 * sizeof(unsigned long))];
};

struct kernel_siginfo {
    int number, error, code;
    _Alignas(long) int pid;
    char rest[112];
};
#endif

#define AT_FDCWD (-100)
#define X_OK 1
#define AF_UNIX 1
#define SOCK_CLOEXEC 02000000
#define WNOHANG 1
#define CLONE_VM 0x100
#define SA_RESTORER 0x04000000
#define SIG_DFL ((void *)0)

/* In siginfo.code of SIGCHLD: exited, killed, dumped core. */
#define CLD_ENDED_MAX 3

long sys_write(int fd, const void *data, size_t length)
{
    return system_call(SYS_write, fd, (long)data, (long)length, 0);
}

#ifdef SYS_socketcall
/* The numbers behind SYS_socketcall. */
enum { CALL_SOCKET = 1, CALL_CONNECT = 3 };

static long socket_call(long number, long a, long b, long c)
{
    long arguments[] = {a, b, c};

    return system_call(SYS_socketcall, number, (long)arguments, 0, 0);
}
#else
enum { CALL_SOCKET = SYS_socket, CALL_CONNECT = SYS_connect };

static long socket_call(long number, long a, long b, long c)
{
    return system_call(number, a, b, c, 0);
}
#endif

long sys_send(const char *socket, const void *data, size_t length)
{
    struct {
        unsigned short family;
        char path[108];
    } address = {.family = AF_UNIX};
    long fd = socket_call(CALL_SOCKET, AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    long result;

    if (fd < 0) {
        return fd;
    }
    for (size_t i = 0; i < sizeof(address.path) - 1 && socket[i] != '\0'; i++) {
        address.path[i] = socket[i];
    }
    result = socket_call(CALL_CONNECT, fd, (long)&address, sizeof(address));
    if (result >= 0) {
        result = sys_write((int)fd, data, length);
    }
    system_call(SYS_close, fd, 0, 0, 0);
    return result;
}

long sys_read_file(const char *path, void *buffer, size_t size)
{
    long fd = system_call(SYS_openat, AT_FDCWD, (long)path, 0, 0);
    long count = 0;
    long step;

    if (fd < 0) {
        return fd;
    }
    do {
        step = system_call(SYS_read, fd, (long)((char *)buffer + count), (long)size - count, 0);
        count += step > 0 ? step : 0;
    } while (step > 0 || step == -SYS_EINTR);
    system_call(SYS_close, fd, 0, 0, 0);
    return step < 0 ? step : count;
}

static long list(long fd, void (*each)(void *opaque, const char *name), void *opaque)
{
    struct entry {
        unsigned long long inode, offset;
        unsigned short length;
        unsigned char type;
        char name[];
    };
    _Alignas(struct entry) char buffer[1024];
    long count;

    while ((count = system_call(SYS_getdents64, fd, (long)buffer, sizeof(buffer), 0)) > 0) {
        for (long at = 0; at < count;) {
            const struct entry *entry = (const struct entry *)(buffer + at);
            if (entry->name[0] != '.') {
                each(opaque, entry->name);
            }
            at += entry->length;
        }
    }
    return count;
}

long sys_list(const char *path, void (*each)(void *opaque, const char *name), void *opaque)
{
    long fd = system_call(SYS_openat, AT_FDCWD, (long)path, 0, 0);
    long result;

    if (fd < 0) {
        return fd;
    }
    result = list(fd, each, opaque);
    system_call(SYS_close, fd, 0, 0, 0);
    return result;
}

long sys_remove(const char *path)
{
    return system_call(SYS_unlinkat, AT_FDCWD, (long)path, 0, 0);
}

long sys_may_execute(const char *path)
{
    return system_call(SYS_faccessat, AT_FDCWD, (long)path, X_OK, 0);
}

long sys_execute(const char *path, char *const arguments[], char *const environment[])
{
    return system_call(SYS_execve, (long)path, (long)arguments, (long)environment, 0);
}

void sys_exit(int status)
{
    for (;;) {
        system_call(SYS_exit_group, status, 0, 0, 0);
    }
}

long sys_clone(unsigned long flags, void *stack_end, int (*function)(void *), void *argument);

long sys_spawn(int (*function)(void *argument), void *argument, void *stack_end)
{
    return sys_clone(CLONE_VM | SIGCHLD, stack_end, function, argument);
}

void sys_yield(void)
{
    system_call(SYS_sched_yield, 0, 0, 0, 0);
}

long sys_kill(long process, int signal)
{
    return system_call(SYS_kill, process, signal, 0, 0);
}

long sys_wait(long process, int *status, int block)
{
    long result;

    do {
        result = system_call(SYS_wait4, process, (long)status, block ? 0 : WNOHANG, 0);
    } while (result == -SYS_EINTR);
    return result;
}

int sys_exit_status(int status)
{
    int signal = status & 0x7f;

    return signal == 0 ? status >> 8 & 0xff : ENDED_BY_SIGNAL + signal;
}

/* Sets a signal's handler and returns the one before. */
static void *set_handler(int signal, void *handler)
{
    struct kernel_sigaction before;
    struct kernel_sigaction action = {0};

    action.handler = handler;
#ifndef NO_SA_RESTORER
    action.flags = SA_RESTORER; /* never used: no handler returns */
    action.restorer = handler;
#endif
    system_call(SYS_rt_sigaction, signal, (long)&action, (long)&before, SIGNALS / 8);
    return before.handler;
}

void sys_on_illegal_instruction(void (*handler)(int signal))
{
    set_handler(SYS_SIGILL, (void *)handler);
}

static void add(unsigned long *mask, int signal)
{
    unsigned bits = 8 * sizeof(*mask);

    mask[(unsigned)(signal - 1) / bits] |= 1ul << (unsigned)(signal - 1) % bits;
}

static void held(unsigned long *mask)
{
    add(mask, SYS_SIGHUP);
    add(mask, SYS_SIGINT);
    add(mask, SYS_SIGQUIT);
    add(mask, SYS_SIGTERM);
    add(mask, SIGCHLD);
}

void sys_hold_signals(struct sys_signals *before)
{
    unsigned long mask[SIGNALS / (8 * sizeof(unsigned long))] = {0};

    held(mask);
    before->on_child = set_handler(SIGCHLD, SIG_DFL);
    system_call(SYS_rt_sigprocmask, SIG_SETMASK, (long)mask, (long)before->mask, SIGNALS / 8);
}

void sys_restore_signals(const struct sys_signals *before)
{
    set_handler(SIGCHLD, before->on_child);
    system_call(SYS_rt_sigprocmask, SIG_SETMASK, (long)before->mask, 0, SIGNALS / 8);
}

void sys_next_signal(struct sys_signal *signal)
{
    unsigned long mask[SIGNALS / (8 * sizeof(unsigned long))] = {0};
    struct kernel_siginfo info;
    long number;

    held(mask);
    number = system_call(SYS_rt_sigtimedwait, (long)mask, (long)&info, 0, SIGNALS / 8);
    *signal = (struct sys_signal){0};
    if (number == SIGCHLD) {
        signal->ended = info.code > 0 && info.code <= CLD_ENDED_MAX ? info.pid : 0;
    } else if (number > 0) {
        signal->number = (int)number;
        signal->from_process = info.code <= 0;
    }
}
