/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Prints all registers as they are behind a call, for calls of every kind. Beside the same program in a machine without
 * recctrl it shows whether those calls tell the guest of it.
 *
 * usage: registers SECRET
 * Each line is: what was called, the general registers, the flags, and the sum of the FPU's and SSE's state. The line
 * "knows" is of a call that carries the secret.
 */
#include "bare.h"

#include "recctrl.h"

#define NAME "x"

struct registers {
    uintptr_t a, b, c, d, source, destination, base;
#ifdef __x86_64__
    uintptr_t r8, r9, r10, r11, r12, r13, r14, r15;
#endif
    uintptr_t flags;
};

/* Loads all registers but the flags, calls, and stores all. */
void call_with(struct registers *registers);

#ifdef __x86_64__
__asm__("call_with:\n"
        " push %rbx\n push %rbp\n push %r12\n push %r13\n push %r14\n push %r15\n push %rdi\n"
        " mov %rdi, %rax\n"
        " mov 8(%rax), %rbx\n mov 16(%rax), %rcx\n mov 24(%rax), %rdx\n mov 32(%rax), %rsi\n mov 40(%rax), %rdi\n"
        " mov 48(%rax), %rbp\n mov 56(%rax), %r8\n mov 64(%rax), %r9\n mov 72(%rax), %r10\n mov 80(%rax), %r11\n"
        " mov 88(%rax), %r12\n mov 96(%rax), %r13\n mov 104(%rax), %r14\n mov 112(%rax), %r15\n"
        " cmp %rax, %rax\n" /* flags that are known */
        " mov (%rax), %rax\n"
        " cpuid\n"
        " push %rax\n pushfq\n mov 16(%rsp), %rax\n"
        " mov %rbx, 8(%rax)\n mov %rcx, 16(%rax)\n mov %rdx, 24(%rax)\n mov %rsi, 32(%rax)\n mov %rdi, 40(%rax)\n"
        " mov %rbp, 48(%rax)\n mov %r8, 56(%rax)\n mov %r9, 64(%rax)\n mov %r10, 72(%rax)\n mov %r11, 80(%rax)\n"
        " mov %r12, 88(%rax)\n mov %r13, 96(%rax)\n mov %r14, 104(%rax)\n mov %r15, 112(%rax)\n"
        " popq 120(%rax)\n popq (%rax)\n"
        " pop %rdi\n pop %r15\n pop %r14\n pop %r13\n pop %r12\n pop %rbp\n pop %rbx\n ret\n");
#else
__asm__("call_with:\n"
        " push %ebx\n push %esi\n push %edi\n push %ebp\n"
        " mov 20(%esp), %eax\n push %eax\n"
        " mov 4(%eax), %ebx\n mov 8(%eax), %ecx\n mov 12(%eax), %edx\n mov 16(%eax), %esi\n mov 20(%eax), %edi\n"
        " mov 24(%eax), %ebp\n"
        " cmp %eax, %eax\n"
        " mov (%eax), %eax\n"
        " cpuid\n"
        " push %eax\n pushf\n mov 8(%esp), %eax\n"
        " mov %ebx, 4(%eax)\n mov %ecx, 8(%eax)\n mov %edx, 12(%eax)\n mov %esi, 16(%eax)\n mov %edi, 20(%eax)\n"
        " mov %ebp, 24(%eax)\n"
        " popl 28(%eax)\n popl (%eax)\n"
        " pop %eax\n pop %ebp\n pop %edi\n pop %esi\n pop %ebx\n ret\n");
#endif

static unsigned state_sum(void)
{
    static unsigned char state[512] __attribute__((aligned(16)));
    unsigned sum = 2166136261u;
    unsigned i;

    __asm__ volatile("fxsave %0" : "=m"(state) : : "memory");
    for (i = 0; i < sizeof(state); i++)
        sum = (sum ^ state[i]) * 16777619u;
    return sum;
}

static void show(const char *what, uintptr_t magic, uintptr_t second, const void *pointer)
{
    struct registers registers;
    uintptr_t *words = (uintptr_t *)&registers;
    unsigned i;

    for (i = 0; i < sizeof(registers) / sizeof(*words); i++)
        words[i] = (uintptr_t)0x0123456789abcdefull * (i + 1);
    registers.a = magic;
    registers.b = second;
    registers.c = (uintptr_t)pointer;
    call_with(&registers);
    print(what);
    for (i = 0; i < sizeof(registers) / sizeof(*words); i++) {
        print(" ");
#ifdef __x86_64__
        print_hex((unsigned)(words[i] >> 32));
#endif
        print_hex((unsigned)words[i]);
    }
    print(" ");
    print_hex(state_sum());
    print("\n");
}

static void show_request(const char *what, unsigned action, const char *secret, unsigned size)
{
    static struct recctrl_request request; /* at the same address in each run */

    recctrl_request_init(&request, action);
    recctrl_request_set(request.name, sizeof(request.name), NAME);
    recctrl_request_set((char *)request.token, sizeof(request.token), secret);
    show(what, RECCTRL_MAGIC2, size, &request);
}

/* The secret with another last character. */
static const char *nearly(const char *secret)
{
    static char other[RECCTRL_SECRET_BYTES];
    unsigned i;

    for (i = 0; i + 1 < sizeof(other) && secret[i] != '\0'; i++)
        other[i] = secret[i];
    other[i - 1] ^= 1;
    return other;
}

static int bare_main(int count, char **arguments)
{
    static const int actions[] = {RECCTRL_ACTION_TOGGLE, RECCTRL_ACTION_SESSION_OPEN, RECCTRL_ACTION_SESSION_CLOSE, 0};
    const char *secret;
    char *missing;
    unsigned i;

    if (count != 2)
        return 2;
    secret = arguments[1];
    missing = (char *)0x10000000; /* nothing is mapped there */
    for (i = 0; i < sizeof(actions) / sizeof(*actions); i++)
        show("contract1", RECCTRL_MAGIC, (uintptr_t)(intptr_t)actions[i], NAME);
    show("contract1-nowhere", RECCTRL_MAGIC, (uintptr_t)(intptr_t)RECCTRL_ACTION_TOGGLE, missing);
    for (i = 0; i <= RECCTRL_CALL_SESSION_CLOSE_ALL + 1; i++) {
        show_request("contract2", i, "", RECCTRL_REQUEST_BYTES);
        show_request("contract2-nearly", i, nearly(secret), RECCTRL_REQUEST_BYTES);
    }
    show_request("contract2-short", RECCTRL_CALL_CHECK, secret, RECCTRL_REQUEST_BYTES - 1);
    show_request("contract2-long", RECCTRL_CALL_CHECK, secret, RECCTRL_REQUEST_BYTES + 1);
    show("contract2-nowhere", RECCTRL_MAGIC2, RECCTRL_REQUEST_BYTES, missing);
    show("unknown", RECCTRL_MAGIC + 1, 0, NAME);
    show("leaf", 0, 0, 0);
    show_request("knows", RECCTRL_CALL_CHECK, secret, RECCTRL_REQUEST_BYTES);
    return 0;
}
