/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How often something may happen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "decide/rate.h"

static struct rate rate;

static unsigned take_all(int64_t now_ms)
{
    unsigned taken = 0;

    while (taken < 7000000 && rate_take(&rate, now_ms)) {
        taken++;
    }
    return taken;
}

static void a_minutes_worth_at_once_and_no_more(void **state)
{
    static const uint32_t rates[] = {1, 2, 3, 7, 60, 120, 59999, 60000, 6000000};
    static const int64_t times[] = {0, 1, 60000, 86400000, INT64_MAX / 6000001};

    (void)state;
    for (size_t r = 0; r < sizeof(rates) / sizeof(rates[0]); r++) {
        for (size_t t = 0; t < sizeof(times) / sizeof(times[0]); t++) {
            rate_init(&rate, rates[r]);
            assert_int_equal(take_all(times[t]), rates[r]);
            assert_false(rate_take(&rate, times[t]));
        }
    }
}

static void it_fills_up_steadily(void **state)
{
    (void)state;
    rate_init(&rate, 120);
    take_all(5000);
    for (int64_t ms = 1; ms <= 5000; ms++) {
        assert_int_equal(rate_take(&rate, 5000 + ms), ms % 500 == 0);
    }
}

static void it_holds_no_more_than_a_minutes_worth(void **state)
{
    (void)state;
    rate_init(&rate, 10);
    assert_int_equal(take_all(0), 10);
    assert_int_equal(take_all(59999), 9);
    assert_int_equal(take_all(60000), 1);
    assert_int_equal(take_all(10000000), 10);
    assert_int_equal(take_all(10030000), 5);
}

/* However it is asked, an hour gives an hour's worth and the full bucket that it began with. */
static void over_a_long_time(void **state)
{
    unsigned taken = 0;

    (void)state;
    rate_init(&rate, 7);
    for (int64_t ms = 0; ms <= 3600000; ms += 17) {
        taken += rate_take(&rate, ms);
    }
    assert_in_range(taken, 7 * 60 + 6, 7 * 60 + 7);
}

static void zero_is_no_limit(void **state)
{
    (void)state;
    rate_init(&rate, 0);
    assert_int_equal(take_all(0), 7000000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_minutes_worth_at_once_and_no_more),
        cmocka_unit_test(it_fills_up_steadily),
        cmocka_unit_test(it_holds_no_more_than_a_minutes_worth),
        cmocka_unit_test(over_a_long_time),
        cmocka_unit_test(zero_is_no_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
