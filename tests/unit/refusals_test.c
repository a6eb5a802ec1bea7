/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How often an operator is told that a guest's starts failed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "record/refusals.h"

static struct refusals refusals;
static char *printed;
static size_t printed_size;
static FILE *real_stderr;

static int enter(void **state)
{
    (void)state;
    refusals_init(&refusals);
    real_stderr = stderr;
    stderr = open_memstream(&printed, &printed_size);
    return stderr != NULL ? 0 : -1;
}

static int leave(void **state)
{
    (void)state;
    fclose(stderr);
    stderr = real_stderr;
    free(printed);
    return 0;
}

static void prints(const char *text)
{
    fflush(stderr);
    assert_string_equal(printed, text);
}

static unsigned lines(void)
{
    unsigned count = 0;

    fflush(stderr);
    for (const char *p = printed; *p != '\0'; p++) {
        count += *p == '\n';
    }
    return count;
}

static void the_first_are_told_at_once(void **state)
{
    (void)state;
    refusals_tell(&refusals, RECCTRL_ERROR_DIRECTORY, "x_000: no", 0);
    refusals_tell(&refusals, RECCTRL_ERROR_DIRECTORY, "y_000: no", 0);
    prints("recctrl: no recording: x_000: no\nrecctrl: no recording: y_000: no\n");
}

/* A call each millisecond for two minutes. */
static void a_loop_of_refusals_is_a_few_lines(void **state)
{
    const char *last;

    (void)state;
    for (int64_t now = 0; now < 120000; now++) {
        refusals_tell(&refusals, RECCTRL_ERROR_NO_SPACE, "full", now);
    }
    assert_int_equal(lines(), 3 * REFUSALS_PER_MINUTE - 1); /* those at once, and two minutes' */
    last = strrchr(printed, '(');
    assert_non_null(last);
    assert_string_equal(last, "(9999 more of the kind were not told)\n");
}

static void each_reason_has_its_own_limit(void **state)
{
    (void)state;
    for (int i = 0; i < 100; i++) {
        refusals_tell(&refusals, RECCTRL_ERROR_NO_SPACE, "full", 5);
        refusals_tell(&refusals, RECCTRL_ERROR_DIRECTORY, "gone", 6);
    }
    assert_int_equal(lines(), 2 * REFUSALS_PER_MINUTE);
}

static void every_number_has_a_place(void **state)
{
    (void)state;
    refusals_tell(&refusals, INT32_MIN, "least", 0);
    refusals_tell(&refusals, RECCTRL_ERROR_SESSIONS - 1, "unknown", 0);
    refusals_tell(&refusals, RECCTRL_ERROR, "none", 0);
    refusals_tell(&refusals, 7, "positive", 0);
    assert_int_equal(lines(), 4);
}

int main(void)
{
#define PRINTING(test) cmocka_unit_test_setup_teardown(test, enter, leave)
    const struct CMUnitTest tests[] = {
        PRINTING(the_first_are_told_at_once),
        PRINTING(a_loop_of_refusals_is_a_few_lines),
        PRINTING(each_reason_has_its_own_limit),
        PRINTING(every_number_has_a_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
