/* SPDX-License-Identifier: 0BSD */
enum {
    SYS_read = 3,
    SYS_write = 4,
    SYS_close = 6,
    SYS_execve = 11,
    SYS_kill = 37,
    SYS_wait4 = 114,
    SYS_sched_yield = 158,
    SYS_rt_sigaction = 174,
    SYS_rt_sigprocmask = 175,
    SYS_rt_sigtimedwait = 177,
    SYS_getdents64 = 217,
    SYS_exit_group = 248,
    SYS_socket = 281,
    SYS_connect = 283,
    SYS_openat = 322,
    SYS_unlinkat = 328,
    SYS_faccessat = 334,
};

static inline long system_call(long number, long a, long b, long c, long d)
{
    register long r0 __asm__("r0") = a;
    register long r1 __asm__("r1") = b;
    register long r2 __asm__("r2") = c;
    register long r3 __asm__("r3") = d;
    register long r7 __asm__("r7") = number;

    __asm__ volatile("svc #0" : "+r"(r0) : "r"(r1), "r"(r2), "r"(r3), "r"(r7) : "memory");
    return r0;
}
