/* SPDX-License-Identifier: 0BSD */
enum {
    SYS_read = 3,
    SYS_write = 4,
    SYS_close = 6,
    SYS_execve = 11,
    SYS_kill = 37,
    SYS_socketcall = 102, /* also on kernels that are older than the calls of their own */
    SYS_wait4 = 114,
    SYS_sched_yield = 158,
    SYS_rt_sigaction = 174,
    SYS_rt_sigprocmask = 175,
    SYS_rt_sigtimedwait = 177,
    SYS_getdents64 = 220,
    SYS_exit_group = 252,
    SYS_openat = 295,
    SYS_unlinkat = 301,
    SYS_faccessat = 307,
};

#define SYS_socketcall SYS_socketcall

static inline long system_call(long number, long a, long b, long c, long d)
{
    long result;

    __asm__ volatile("int $0x80" : "=a"(result) : "0"(number), "b"(a), "c"(b), "d"(c), "S"(d) : "memory");
    return result;
}
