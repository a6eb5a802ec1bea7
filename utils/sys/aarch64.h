/* SPDX-License-Identifier: 0BSD */
enum {
    SYS_unlinkat = 35,
    SYS_faccessat = 48,
    SYS_openat = 56,
    SYS_close = 57,
    SYS_getdents64 = 61,
    SYS_read = 63,
    SYS_write = 64,
    SYS_exit_group = 94,
    SYS_sched_yield = 124,
    SYS_kill = 129,
    SYS_rt_sigaction = 134,
    SYS_rt_sigprocmask = 135,
    SYS_rt_sigtimedwait = 137,
    SYS_socket = 198,
    SYS_connect = 203,
    SYS_execve = 221,
    SYS_wait4 = 260,
};

static inline long system_call(long number, long a, long b, long c, long d)
{
    register long x0 __asm__("x0") = a;
    register long x1 __asm__("x1") = b;
    register long x2 __asm__("x2") = c;
    register long x3 __asm__("x3") = d;
    register long x8 __asm__("x8") = number;

    __asm__ volatile("svc #0" : "+r"(x0) : "r"(x1), "r"(x2), "r"(x3), "r"(x8) : "memory");
    return x0;
}
