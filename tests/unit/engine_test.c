/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One plugin, any PANDA: it finds the callbacks of each generation, and refuses one that it does not know. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

#include "fake_panda.h"
#include "panda/engine.h"

static int calls;

static bool on_hypercall(void *opaque)
{
    (void)opaque;
    calls++;
    return true;
}

static bool attach(struct error *error)
{
    static const struct engine_handlers handlers = {.hypercall = on_hypercall};

    return engine_attach(NULL, &handlers, error);
}

static int registered_callbacks(void)
{
    int count = 0;

    for (int type = 0; type < FAKE_CALLBACKS; type++) {
        count += fake_panda.registered[type].any != NULL;
    }
    return count;
}

static void check_refused(const char *reason)
{
    struct error error;

    assert_false(attach(&error));
    assert_string_equal(error.text, reason);
    assert_int_equal(registered_callbacks(), 0);
    assert_int_equal(fake_panda.resets, 0);
}

static int set_up(void **state)
{
    (void)state;
    calls = 0;
    fake_panda_reset();
    return 0;
}

static void check_attached(int machine_init, int main_loop, int shutdown)
{
    struct error error;

    assert_true(attach(&error));
    assert_int_equal(registered_callbacks(), 5);
    assert_non_null(fake_panda.registered[PANDA_CB_GUEST_HYPERCALL].any);
    assert_non_null(fake_panda.registered[PANDA_CB_MONITOR].any);
    assert_non_null(fake_panda.registered[machine_init].any);
    assert_non_null(fake_panda.registered[main_loop].any);
    assert_non_null(fake_panda.registered[shutdown].any);
}

static void the_callbacks_of_2021_are_found(void **state)
{
    (void)state;
    check_attached(38, 42, 43);
}

/* PANDA_CB_QMP came in behind PANDA_CB_MONITOR. */
static void the_callbacks_of_2024_are_found(void **state)
{
    (void)state;
    fake_panda_insert_callback(24);
    check_attached(39, 43, 44);
}

static void another_numbering_is_refused(void **state)
{
    static const int first[] = {4, 22, 23};

    (void)state;
    for (size_t i = 0; i < sizeof(first) / sizeof(first[0]); i++) {
        fake_panda_reset();
        fake_panda_insert_callback(first[i]);
        check_refused("this PANDA numbers its callbacks in a way that recctrl does not know");
    }
}

static void another_numbering_of_states_is_refused(void **state)
{
    (void)state;
    RunState_lookup[4] = "postmigrate";
    check_refused("this PANDA numbers a machine's states in a way that recctrl does not know");
    RunState_lookup[3] = NULL; /* the list's end */
    check_refused("this PANDA numbers a machine's states in a way that recctrl does not know");
}

static void a_missing_callback_is_refused(void **state)
{
    static const int needed[] = {38, 42, 43};

    (void)state;
    for (size_t i = 0; i < sizeof(needed) / sizeof(needed[0]); i++) {
        fake_panda_reset();
        fake_panda.trampolines[needed[i]] = NULL;
        check_refused("this PANDA lacks a callback that recctrl needs");
    }
}

/* As the guest calls. */
static bool hypercall(void)
{
    return fake_panda.registered[PANDA_CB_GUEST_HYPERCALL].guest_hypercall(cpus);
}

static void a_call_is_answered_where_the_cpu_is_as_known(void **state)
{
    struct error error;

    (void)state;
    assert_true(attach(&error));
    fake_cpu_set(1234, 0x401000);
    assert_true(hypercall());
    assert_int_equal(calls, 1);
}

static void no_call_is_answered_where_the_cpu_is_not(void **state)
{
    struct error error;

    (void)state;
    assert_true(attach(&error));
    fake_cpu_set(1234, 0x401000);
    fake_panda.pc++;
    assert_false(hypercall());
    fake_cpu_set(1234, 0x401000);
    fake_panda.instructions++;
    assert_false(hypercall());
    assert_int_equal(calls, 0);
}

/* As Python loads it: PANDA gets its command line afterwards, and does not keep it. */
static void the_command_line_is_copied_when_the_machine_is_made(void **state)
{
    char program[] = "panda", word[] = "-S";
    char *words[] = {program, word, NULL};
    struct error error;
    int count;

    (void)state;
    fake_panda.library_mode = true;
    assert_true(attach(&error));
    gargv = words;
    gargc = 2;
    fake_cpu_set(0, 0);
    fake_panda.registered[38].cpu(cpus);
    words[1] = NULL;
    memset(word, '?', sizeof(word));
    assert_string_equal(engine_command_line(&count)[0], "-S");
    assert_int_equal(count, 1);
}

/* The first test, as nothing was copied yet. */
static void a_command_line_that_is_gone_is_refused(void **state)
{
    (void)state;
    fake_panda.library_mode = true;
    gargc = 2;
    fake_cpu_set(0, 0);
    check_refused("the machine was made already, and its arguments are gone; load recctrl before that (in Python: before "
                  "Panda.run())");
}

static void a_generation_is_told_by_what_it_has(void **state)
{
    (void)state;
    assert_string_equal(engine_generation(), "2021"); /* no set_rr_snapshot() here */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_command_line_that_is_gone_is_refused, set_up),
        cmocka_unit_test_setup(the_command_line_is_copied_when_the_machine_is_made, set_up),
        cmocka_unit_test_setup(the_callbacks_of_2021_are_found, set_up),
        cmocka_unit_test_setup(the_callbacks_of_2024_are_found, set_up),
        cmocka_unit_test_setup(another_numbering_is_refused, set_up),
        cmocka_unit_test_setup(another_numbering_of_states_is_refused, set_up),
        cmocka_unit_test_setup(a_missing_callback_is_refused, set_up),
        cmocka_unit_test_setup(a_call_is_answered_where_the_cpu_is_as_known, set_up),
        cmocka_unit_test_setup(no_call_is_answered_where_the_cpu_is_not, set_up),
        cmocka_unit_test_setup(a_generation_is_told_by_what_it_has, set_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
