/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The system calls of 64-bit, 32-bit and Thumb code on a 64-bit ARM CPU. */
#include "transcript/guest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "transcript/arm.h"

static union {
    struct cpu_arm cpu;
    uint8_t bytes[1024];
} env;

static void set_field(unsigned offset, uint32_t value)
{
    memcpy(env.bytes + offset, &value, sizeof(value));
}

static void set_code(bool aarch64, uint32_t mode, bool thumb)
{
    memset(&env, 0, sizeof(env));
    env.cpu.aarch64 = aarch64;
    if (aarch64) {
        env.cpu.pstate = mode;
    } else {
        set_field(ARM_CPSR, mode);
        set_field(ARM_THUMB, thumb);
    }
    for (unsigned i = 0; i < 32; i++) {
        env.cpu.xregs[i] = 100 + i;
        env.cpu.regs[i % 16] = 200 + i % 16;
    }
}

static unsigned sites(const uint8_t before[CODE_BEFORE], const uint8_t from[CODE_FROM])
{
    struct code code;

    memcpy(code.before, before, CODE_BEFORE);
    memcpy(code.from, from, CODE_FROM);
    return guest.sites(&env, &code);
}

static const uint8_t nothing[4], svc64[] = {0x01, 0x00, 0x00, 0xd4}, svc32[] = {0x00, 0x00, 0x00, 0xef},
    svc_thumb[] = {0x00, 0xdf, 0x1c, 0x46}, behind_thumb[] = {0x1c, 0x46, 0x00, 0xdf};

static void assert_entry(const struct abi *abi, uint64_t number, uint64_t first, uint64_t stack, uint64_t next)
{
    struct code code = {0};
    struct entry entry;

    guest.entry(&env, 0x8000, &code, &entry);
    assert_ptr_equal(entry.abi, abi);
    assert_int_equal(entry.number, number);
    assert_int_equal(entry.stack, stack);
    assert_int_equal(entry.next, next);
    for (unsigned i = 0; i < CALL_ARGUMENTS; i++) {
        assert_int_equal(entry.arguments[i], first + i);
    }
}

static void assert_returned(uint64_t stack, uint64_t value)
{
    uint64_t found_stack, found_value;

    guest.returned(&env, &found_stack, &found_value);
    assert_int_equal(found_stack, stack);
    assert_int_equal(found_value, value);
}

static void code_of_64_bits(void **state)
{
    (void)state;
    set_code(true, 0, false);
    assert_int_equal(sites(nothing, svc64), SITE_ENTRY);
    assert_int_equal(sites(svc64, nothing), SITE_RETURN);
    assert_int_equal(sites(svc32, svc32), 0);
    assert_entry(&abi_aarch64, 108, 100, 131, 0x8004);
    assert_returned(131, 100);
    set_code(true, 0x5, false); /* the kernel */
    assert_int_equal(sites(svc64, svc64), 0);
}

static void code_of_32_bits(void **state)
{
    (void)state;
    set_code(false, ARM_USER_MODE, false);
    assert_int_equal(sites(nothing, svc32), SITE_ENTRY);
    assert_int_equal(sites(svc32, nothing), SITE_RETURN);
    assert_int_equal(sites(behind_thumb, svc_thumb), 0);
    assert_entry(&abi_arm, 207, 200, 213, 0x8004);
    assert_returned(213, 200);
    set_code(false, 0x13, false); /* the kernel */
    assert_int_equal(sites(svc32, svc32), 0);
}

static void thumb_code(void **state)
{
    (void)state;
    set_code(false, ARM_USER_MODE, true);
    assert_int_equal(sites(nothing, svc_thumb), SITE_ENTRY);
    assert_int_equal(sites(behind_thumb, nothing), SITE_RETURN);
    assert_entry(&abi_arm, 207, 200, 213, 0x8002);
}

static void address_spaces(void **state)
{
    (void)state;
    set_code(true, 0, false);
    set_field(ARM_TTBR0_SECURE, 0x5000);
    assert_int_equal(guest.space(&env), 0x5000);
    set_field(ARM_TTBR0, 0x4000);
    assert_int_equal(guest.space(&env), 0x4000);
}

static void threads(void **state)
{
    (void)state;
    set_code(true, 0, false);
    set_field(ARM_SP_SVC, 0x80001000);
    assert_int_equal(guest.thread(&env, NULL), 0x80001000); /* a kernel of 32 bits */
    set_field(ARM_SP_EL1, 0x8000);
    set_field(ARM_SP_EL1 + 4, 0xffff8000);
    assert_int_equal(guest.thread(&env, NULL), 0xffff800000008000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(code_of_64_bits),
        cmocka_unit_test(code_of_32_bits),
        cmocka_unit_test(thumb_code),
        cmocka_unit_test(address_spaces),
        cmocka_unit_test(threads),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
