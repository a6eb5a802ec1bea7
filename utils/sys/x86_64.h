/* SPDX-License-Identifier: 0BSD */
enum {
    SYS_read = 0,
    SYS_write = 1,
    SYS_close = 3,
    SYS_rt_sigaction = 13,
    SYS_rt_sigprocmask = 14,
    SYS_sched_yield = 24,
    SYS_socket = 41,
    SYS_connect = 42,
    SYS_execve = 59,
    SYS_wait4 = 61,
    SYS_kill = 62,
    SYS_rt_sigtimedwait = 128,
    SYS_getdents64 = 217,
    SYS_exit_group = 231,
    SYS_openat = 257,
    SYS_unlinkat = 263,
    SYS_faccessat = 269,
};

static inline long system_call(long number, long a, long b, long c, long d)
{
    register long r10 __asm__("r10") = d;
    long result;

    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "0"(number), "D"(a), "S"(b), "d"(c), "r"(r10)
                     : "rcx", "r11", "memory");
    return result;
}
