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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(system_calls_of_programs),
        cmocka_unit_test(a_syscall_of_32_bit_code),
        cmocka_unit_test(the_counter),
        cmocka_unit_test(arguments),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
