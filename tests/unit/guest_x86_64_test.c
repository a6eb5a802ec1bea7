/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which instructions of x86 matter, and where the arguments of system calls are. */
#include "transcript/guest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "targets/x86.h"
#include "targets/x86_64_state.h"

enum { KERNEL = 0, PROGRAM = 3, CODE_64 = X86_HFLAG_CS64 };

static unsigned sites(uint32_t hflags, const char *before, const char *from)
{
    struct cpu_x86_64 cpu = {.hflags = hflags};
    struct code code = {0};
    size_t length = strlen(before);

    memcpy(code.before + CODE_BEFORE - length, before, length);
    memcpy(code.from, from, strlen(from));
    return guest.sites(&cpu, &code);
}

static void system_calls_of_programs(void **state)
{
    (void)state;
    assert_int_equal(sites(PROGRAM | CODE_64, "", "\x0f\x05"), SITE_ENTRY);
    assert_int_equal(sites(PROGRAM | CODE_64, "\x0f\x05", "\x90"), SITE_RETURN);
    assert_int_equal(sites(PROGRAM | CODE_64, "\x0f\x05", "\x0f\x05"), SITE_ENTRY | SITE_RETURN);
    assert_int_equal(sites(PROGRAM | CODE_64, "", "\xcd\x80"), SITE_ENTRY);
    assert_int_equal(sites(PROGRAM, "", "\xcd\x80"), SITE_ENTRY);
    assert_int_equal(sites(PROGRAM, "\xcd\x80", "\x90"), SITE_RETURN);
    assert_int_equal(sites(PROGRAM, "", "\x0f\x34"), SITE_ENTRY);
    assert_int_equal(sites(KERNEL | CODE_64, "\x0f\x05", "\x0f\x05"), 0);
    assert_int_equal(sites(PROGRAM | CODE_64, "\x90\x90", "\x0f\xa2"), 0);
}

/* AMD's way for 32-bit programs: it goes on behind the INT 80 that follows. */
static void a_syscall_of_32_bit_code(void **state)
{
    (void)state;
    assert_int_equal(sites(PROGRAM, "", "\x0f\x05"), SITE_ENTRY);
    assert_int_equal(sites(PROGRAM, "\x0f\x05", "\xcd\x80"), SITE_ENTRY);
    assert_int_equal(sites(PROGRAM, "\x0f\x34\xcd\x80", "\x5d"), SITE_RETURN);
}

static void the_counter(void **state)
{
    struct cpu_x86_64 cpu = {.regs = {0xffffffff12345678, 0, 0xabcd}};

    (void)state;
    assert_int_equal(sites(KERNEL | CODE_64, "", "\x0f\x31"), SITE_COUNTER);
    assert_int_equal(sites(KERNEL | CODE_64, "\x0f\x31", "\x90"), SITE_COUNTER_BEHIND);
    assert_int_equal(sites(PROGRAM, "", "\x0f\x01\xf9"), SITE_COUNTER);
    assert_int_equal(sites(PROGRAM, "\x0f\x01\xf9", "\x90"), SITE_COUNTER_BEHIND);
    assert_int_equal(guest.counter(&cpu), 0xabcd12345678);
}

static struct entry entry_of(uint32_t hflags, const char *from)
{
    struct cpu_x86_64 cpu = {.hflags = hflags};
    struct code code = {0};
    struct entry entry;

    for (unsigned i = 0; i < 16; i++) {
        cpu.regs[i] = (uint64_t)1 << 32 | i;
    }
    memcpy(code.from, from, strlen(from));
    guest.entry(&cpu, 0x400000, &code, &entry);
    return entry;
}

static void arguments(void **state)
{
    static const unsigned order64[] = {7, 6, 2, 10, 8, 9}, order32[] = {3, 1, 2, 6, 7, 5};
    struct entry entry = entry_of(PROGRAM | CODE_64, "\x0f\x05");

    (void)state;
    assert_ptr_equal(entry.abi, &abi_x86_64);
    assert_int_equal(entry.number, (uint64_t)1 << 32);
    assert_int_equal(entry.next, 0x400002);
    assert_int_equal((uint32_t)entry.stack, 4);
    for (unsigned i = 0; i < CALL_ARGUMENTS; i++) {
        assert_int_equal((uint32_t)entry.arguments[i], order64[i]);
    }
    entry = entry_of(PROGRAM | CODE_64, "\xcd\x80");
    assert_ptr_equal(entry.abi, &abi_i386);
    assert_int_equal(entry.number, 0);
    assert_int_equal(entry.next, 0x400002);
    for (unsigned i = 0; i < CALL_ARGUMENTS; i++) {
        assert_int_equal((uint32_t)entry.arguments[i], order32[i]);
    }
    entry = entry_of(PROGRAM, "\x0f\x34");
    assert_ptr_equal(entry.abi, &abi_i386);
    assert_int_equal(entry.next, 0);
}

#define LSTAR 0xffffffff81a00040
#define KERNEL_GS 0xffff888007c00000
#define KERNEL_STACK 0xffffc90000004000
#define KERNEL_TABLE 0x2000
#define USER_TABLE 0x3000

/* A CPU with the registers that say where the kernel is entered, and what the kernel has there. */
static struct {
    union {
        struct cpu_x86_64 cpu;
        uint64_t words[400];
    } env;
    const char *code; /* at LSTAR */
    size_t length;
    uint64_t variable, stack; /* address and value */
    bool isolated;            /* only the kernel's page table has the variable */
} kernel;

enum { CR3 = 448 / 8, LSTAR_REGISTER = 3016 / 8, GS_REGISTER = 3040 / 8 };

static bool read_kernel(void *opaque, uint64_t address, void *buffer, size_t length)
{
    (void)opaque;
    if (address == LSTAR) {
        memset(buffer, 0x90, length);
        memcpy(buffer, kernel.code, kernel.length);
        return true;
    }
    if (address != kernel.variable || (kernel.isolated && kernel.env.words[CR3] != KERNEL_TABLE)) {
        return false;
    }
    memcpy(buffer, &kernel.stack, length);
    return true;
}

static uint64_t thread_of(const char *code, size_t length, uint64_t variable)
{
    static const struct memory memory = {.read = read_kernel, .end = UINT64_MAX};
    static uint64_t different; /* so that the entry is looked at anew */

    kernel.code = code;
    kernel.length = length;
    kernel.stack = KERNEL_STACK;
    kernel.env.words[LSTAR_REGISTER] = LSTAR;
    kernel.env.words[GS_REGISTER] = KERNEL_GS + ++different * MEMORY_PAGE;
    kernel.variable = variable + (variable < LSTAR - MEMORY_PAGE ? different * MEMORY_PAGE : 0);
    return guest.thread(&kernel.env, &memory);
}

/* As kernels of several ages load the thread's stack, behind SWAPGS and a MOV of the program's. */
#define SAVE_RSP "\x0f\x01\xf8\x65\x48\x89\x24\x25\x14\x60\x00\x00"
static const char absolute[] = SAVE_RSP "\x65\x48\x8b\x24\x25\x50\xd1\x01\x00";
static const char relative[] = "\x0f\x01\xf8\x65\x48\x8b\x25\x80\xff\xff\x7f";
static const char without_gs[] = "\x0f\x01\xf8\x48\x8b\x25\x80\x00\x00\x00";

static void threads(void **state)
{
    (void)state;
    memset(&kernel, 0, sizeof(kernel));
    kernel.env.words[CR3] = KERNEL_TABLE;
    assert_int_equal(thread_of(absolute, sizeof(absolute) - 1, KERNEL_GS + 0x1d150), KERNEL_STACK);
    assert_int_equal(thread_of(relative, sizeof(relative) - 1, KERNEL_GS + LSTAR + 11 + 0x7fffff80), KERNEL_STACK);
    assert_int_equal(thread_of(without_gs, sizeof(without_gs) - 1, LSTAR + 10 + 0x80), KERNEL_STACK);
    assert_int_equal(thread_of(SAVE_RSP, sizeof(SAVE_RSP) - 1, KERNEL_GS + 0x6014), 0);
    assert_int_equal(thread_of(absolute, sizeof(absolute) - 1, 0), 0);
}

static void threads_with_page_tables_apart(void **state)
{
    (void)state;
    memset(&kernel, 0, sizeof(kernel));
    kernel.isolated = true;
    kernel.env.words[CR3] = USER_TABLE;
    assert_int_equal(thread_of(absolute, sizeof(absolute) - 1, KERNEL_GS + 0x1d150), KERNEL_STACK);
    assert_int_equal(kernel.env.words[CR3], USER_TABLE);
    kernel.env.words[CR3] = USER_TABLE + 0x4000;
    assert_int_equal(thread_of(absolute, sizeof(absolute) - 1, KERNEL_GS + 0x1d150), 0);
    assert_int_equal(kernel.env.words[CR3], USER_TABLE + 0x4000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(system_calls_of_programs),
        cmocka_unit_test(a_syscall_of_32_bit_code),
        cmocka_unit_test(the_counter),
        cmocka_unit_test(arguments),
        cmocka_unit_test(threads),
        cmocka_unit_test(threads_with_page_tables_apart),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
