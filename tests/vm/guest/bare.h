/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a program needs to run in any Linux guest without a C library: start-up, four system calls, printing. */
#ifndef RECCTRL_TESTS_BARE_H
#define RECCTRL_TESTS_BARE_H

#include <stdint.h>

#if defined(__x86_64__)
#define SYSTEM_WRITE 1
#define SYSTEM_MMAP 9
#define SYSTEM_MUNMAP 11
#define SYSTEM_EXIT 60
#define ENTRY "mov %rsp, %rdi\n and $-16, %rsp\n call start\n"

static long system_call(long number, long a, long b, long c)
{
    register long flags __asm__("r10") = 0x22; /* mmap's MAP_PRIVATE | MAP_ANONYMOUS; others ignore it */
    register long file __asm__("r8") = -1;
    register long offset __asm__("r9") = 0;
    long result;

    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "0"(number), "D"(a), "S"(b), "d"(c), "r"(flags), "r"(file), "r"(offset)
                     : "rcx", "r11", "memory");
    return result;
}
#elif defined(__i386__)
#define SYSTEM_WRITE 4
#define SYSTEM_MMAP 90
#define SYSTEM_MUNMAP 91
#define SYSTEM_EXIT 1
#define ENTRY "mov %esp, %eax\n and $-16, %esp\n sub $12, %esp\n push %eax\n call start\n"

static long system_call(long number, long a, long b, long c)
{
    long map[6] = {a, b, c, 0x22, -1, 0}; /* the old mmap takes a pointer to its arguments */
    long result;

    if (number == SYSTEM_MMAP)
        a = (long)map;
    __asm__ volatile("int $0x80" : "=a"(result) : "0"(number), "b"(a), "c"(b), "d"(c) : "memory");
    return result;
}
#else
#error "no start-up code for this architecture"
#endif

__asm__(".globl _start\n_start:\n" ENTRY);

static int bare_main(int count, char **arguments);

static __attribute__((noreturn)) void leave(int status)
{
    for (;;)
        system_call(SYSTEM_EXIT, status, 0, 0);
}

__attribute__((used)) static void start(long *stack)
{
    leave(bare_main((int)stack[0], (char **)(stack + 1)));
}

static void print(const char *text)
{
    long length = 0;

    while (text[length] != '\0')
        length++;
    system_call(SYSTEM_WRITE, 1, (long)text, length);
}

static inline void print_hex(unsigned value)
{
    char text[2 * sizeof(value) + 1];
    int i;

    for (i = (int)sizeof(text) - 2; i >= 0; i--, value >>= 4)
        text[i] = "0123456789abcdef"[value & 15];
    text[sizeof(text) - 1] = '\0';
    print(text);
}

static inline void print_int(int value)
{
    char text[12];
    char *at = text + sizeof(text);
    unsigned rest = value < 0 ? 0u - (unsigned)value : (unsigned)value;

    *--at = '\0';
    do
        *--at = (char)('0' + rest % 10);
    while ((rest /= 10) != 0);
    if (value < 0)
        *--at = '-';
    print(at);
}

static inline int equal(const char *a, const char *b)
{
    while (*a != '\0' && *a == *b)
        a++, b++;
    return *a == *b;
}

static inline int parse_int(const char *text)
{
    int negative = *text == '-';
    unsigned value = 0;

    for (text += negative; *text >= '0' && *text <= '9'; text++)
        value = value * 10 + (unsigned)(*text - '0');
    return (int)(negative ? 0u - value : value);
}

static unsigned hex_digit(char c)
{
    return (unsigned)(c <= '9' ? c - '0' : (c | 32) - 'a' + 10);
}

static inline unsigned long parse_hex(const char *text)
{
    unsigned long value = 0;

    while (*text != '\0')
        value = value << 4 | hex_digit(*text++);
    return value;
}

#endif
