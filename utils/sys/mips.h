/* SPDX-License-Identifier: 0BSD */
/* o32 and n64. */
#if _MIPS_SZLONG == 64
#define BY_ABI(o32, n64) (5000 + (n64))
#else
#define BY_ABI(o32, n64) (4000 + (o32))
#endif

enum {
    SYS_read = BY_ABI(3, 0),
    SYS_write = BY_ABI(4, 1),
    SYS_close = BY_ABI(6, 3),
    SYS_execve = BY_ABI(11, 57),
    SYS_kill = BY_ABI(37, 60),
    SYS_wait4 = BY_ABI(114, 59),
    SYS_sched_yield = BY_ABI(162, 23),
    SYS_connect = BY_ABI(170, 41),
    SYS_socket = BY_ABI(183, 40),
    SYS_rt_sigaction = BY_ABI(194, 13),
    SYS_rt_sigprocmask = BY_ABI(195, 14),
    SYS_rt_sigtimedwait = BY_ABI(197, 126),
    SYS_getdents64 = BY_ABI(219, 308),
    SYS_exit_group = BY_ABI(246, 205),
    SYS_openat = BY_ABI(288, 247),
    SYS_unlinkat = BY_ABI(294, 253),
    SYS_faccessat = BY_ABI(300, 259),
};

#define SIGCHLD 18
#define SIGNALS 128
#define SIG_SETMASK 3
#define NO_SA_RESTORER
#define SOCK_DGRAM 1
#define SOCK_NONBLOCK 0200

struct kernel_sigaction {
    unsigned flags;
    void *handler;
    unsigned long mask[SIGNALS / (8 * sizeof(unsigned long))];
};

struct kernel_siginfo {
    int number, code, error;
    _Alignas(long) int pid;
    char rest[112];
};

static inline long system_call(long number, long a, long b, long c, long d)
{
    register long v0 __asm__("$2") = number;
    register long a0 __asm__("$4") = a;
    register long a1 __asm__("$5") = b;
    register long a2 __asm__("$6") = c;
    register long a3 __asm__("$7") = d;

    __asm__ volatile("syscall"
                     : "+r"(v0), "+r"(a3)
                     : "r"(a0), "r"(a1), "r"(a2)
                     : "$1", "$3", "$8", "$9", "$10", "$11", "$12", "$13", "$14", "$15", "$24", "$25", "hi", "lo",
                       "memory");
    return a3 == 0 ? v0 : -v0;
}
