/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who subscribed is told, with the context that was given, until that subscription is removed. */
#include "events.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "recctrl_ppp.h"

static char told[256];

static void note(const char *who, const char *name)
{
    strcat(strcat(strcat(told, who), name), " ");
}

static void first(const char *name)
{
    note("first:", name);
}

static void second(const char *name)
{
    note("second:", name);
}

static void with_context(void *context, const char *name)
{
    note(context, name);
}

static void assert_told(const char *expected)
{
    assert_string_equal(told, expected);
    told[0] = '\0';
}

static void nobody_listens(void **state)
{
    (void)state;
    events_tell_started("x");
    events_tell_stopped("x");
    assert_false(ppp_remove_cb_on_recctrl_started(first));
    assert_false(ppp_remove_cb_on_recctrl_stopped_with_context(with_context, NULL));
}

static void each_is_told_in_turn(void **state)
{
    static char a[] = "a:", b[] = "b:";

    (void)state;
    ppp_add_cb_on_recctrl_started(first);
    ppp_add_cb_on_recctrl_started_with_context(with_context, a);
    ppp_add_cb_on_recctrl_started_with_context(with_context, b);
    ppp_add_cb_on_recctrl_stopped(second);
    ppp_add_cb_on_recctrl_stopped_with_context(with_context, b);
    events_tell_started("x_000");
    assert_told("first:x_000 a:x_000 b:x_000 ");
    events_tell_stopped("x_000");
    assert_told("second:x_000 b:x_000 ");

    assert_true(ppp_remove_cb_on_recctrl_started_with_context(with_context, a));
    assert_false(ppp_remove_cb_on_recctrl_started_with_context(with_context, a));
    assert_false(ppp_remove_cb_on_recctrl_started(second));
    events_tell_started("x_001");
    assert_told("first:x_001 b:x_001 ");

    assert_true(ppp_remove_cb_on_recctrl_started(first));
    assert_true(ppp_remove_cb_on_recctrl_started_with_context(with_context, b));
    assert_true(ppp_remove_cb_on_recctrl_stopped(second));
    assert_true(ppp_remove_cb_on_recctrl_stopped_with_context(with_context, b));
    events_tell_started("x_002");
    events_tell_stopped("x_002");
    assert_told("");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_listens),
        cmocka_unit_test(each_is_told_in_turn),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
