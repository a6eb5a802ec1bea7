/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which bytes read a system register, and into which registers: words from GNU as. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "panda/arm/instruction.h"

static const struct system_register cntvct_el0 = {.a64 = true, .op0 = 3, .op1 = 3, .crn = 14, .crm = 0, .op2 = 2};
static const struct system_register cntv_ctl_el0 = {.a64 = true, .op0 = 3, .op1 = 3, .crn = 14, .crm = 3, .op2 = 1};
static const struct system_register icc_iar1_el1 = {.a64 = true, .op0 = 3, .op1 = 0, .crn = 12, .crm = 12, .op2 = 0};
static const struct system_register cntv_ctl = {.coprocessor = 15, .crn = 14, .crm = 3, .op2 = 1};
static const struct system_register cntvct = {.coprocessor = 15, .wide = true, .op1 = 1, .crm = 14};

static struct destination destination;

static bool reads(uint32_t word, const struct system_register *reg)
{
    uint8_t bytes[4] = {(uint8_t)word, (uint8_t)(word >> 8), (uint8_t)(word >> 16), (uint8_t)(word >> 24)};

    destination = (struct destination){99, 99};
    return instruction_reads(bytes, reg, &destination);
}

static void mrs(void **state)
{
    (void)state;
    assert_true(reads(0xd53be045, &cntvct_el0)); /* mrs x5, cntvct_el0 */
    assert_int_equal(destination.low, 5);
    assert_true(reads(0xd53be33f, &cntv_ctl_el0)); /* mrs xzr, cntv_ctl_el0 */
    assert_int_equal(destination.low, 31);
    assert_true(reads(0xd538cc01, &icc_iar1_el1)); /* mrs x1, icc_iar1_el1 */
    assert_int_equal(destination.low, 1);
    assert_false(reads(0xd53be045, &cntv_ctl_el0));
    assert_false(reads(0xd51be325, &cntv_ctl_el0)); /* msr cntv_ctl_el0, x5 */
}

static void mrc(void **state)
{
    (void)state;
    assert_true(reads(0xee1e3f33, &cntv_ctl)); /* mrc p15, 0, r3, c14, c3, 1 */
    assert_int_equal(destination.low, 3);
    assert_true(reads(0x0e1e3f33, &cntv_ctl)); /* mrceq */
    assert_true(reads(0x3f33ee1e, &cntv_ctl)); /* in Thumb code */
    assert_int_equal(destination.low, 3);
    assert_false(reads(0xee0e3f33, &cntv_ctl)); /* mcr */
    assert_false(reads(0xfe1e3f33, &cntv_ctl)); /* mrc2 */
    assert_false(reads(0xee1e3f33, &cntvct));
}

static void mrrc(void **state)
{
    (void)state;
    assert_true(reads(0xec572f1e, &cntvct)); /* mrrc p15, 1, r2, r7, c14 */
    assert_int_equal(destination.low, 2);
    assert_int_equal(destination.high, 7);
    assert_true(reads(0x2f1eec57, &cntvct)); /* in Thumb code */
    assert_int_equal(destination.low, 2);
    assert_int_equal(destination.high, 7);
    assert_false(reads(0xec472f1e, &cntvct)); /* mcrr */
    assert_false(reads(0xec572f0e, &cntvct)); /* mrrc p15, 0: cntpct */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mrs),
        cmocka_unit_test(mrc),
        cmocka_unit_test(mrrc),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
