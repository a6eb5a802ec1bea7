/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The MIPS targets, of which no engine from a package has the hypercall. Compiled and linked once for each, with WORD,
 * its register, and BIG_ENDIAN_TARGET.
 */
#include "targets/target.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const WORD env[64] = {
    [2] = (WORD)(int32_t)0x81234567, [4] = (WORD)-100, [5] = (WORD)0x7fff1234, [32] = (WORD)(int32_t)0x80001000};

static void reads_a_call(void **state)
{
    struct hypercall call = target.hypercall(env);

    (void)state;
    assert_int_equal(call.magic, 0x81234567);
    assert_int_equal((int32_t)call.action, -100);
    assert_int_equal(call.pointer, 0x7fff1234);
}

static void writes_by_the_numbers_of_gdb(void **state)
{
    struct target_register result = target.result(env, -5);
    struct target_register pc = target.next_pc(env, NULL);

    (void)state;
    assert_int_equal(result.gdb_number, 2);
    assert_int_equal((WORD)result.value, (WORD)-5);
    assert_int_equal(pc.gdb_number, 37);
    assert_int_equal(target.pc(env), env[32]);
    assert_int_equal((WORD)pc.value, (WORD)(env[32] + 4));
    assert_int_equal(target.big_endian, BIG_ENDIAN_TARGET);
    assert_int_equal(target.register_bytes, sizeof(WORD));
}

static void refuses_to_record(void **state)
{
    (void)state;
    assert_non_null(target.cannot_record);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_a_call),
        cmocka_unit_test(writes_by_the_numbers_of_gdb),
        cmocka_unit_test(refuses_to_record),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
