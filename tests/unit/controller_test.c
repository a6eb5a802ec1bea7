/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The promises of both contracts (docs/abi.md), one by one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "decide/controller.h"

static struct controller *controller;
static struct situation now;

static void with(struct controller_settings settings)
{
    if (settings.sessions_max == 0) {
        settings.sessions_max = 1000;
    }
    controller = controller_new(&settings);
    now = (struct situation){false, false, 0};
}

#define TOGGLE_MODE(...) with((struct controller_settings){__VA_ARGS__})
#define SESSION_MODE(...) with((struct controller_settings){.session_mode = true, ##__VA_ARGS__})

static int done(void **state)
{
    (void)state;
    controller_free(controller);
    return 0;
}

static struct verdict ask(enum call_kind kind, const char *session)
{
    return controller_call(controller, &(struct call){kind, session}, &now);
}

/* A call from the guest's point of view: whatever it asks for is done, and succeeds. */
static int32_t call(enum call_kind kind, const char *session)
{
    struct verdict verdict = ask(kind, session);

    switch (verdict.verb) {
    case VERB_START:
        return controller_started(controller, 0);
    case VERB_STOP:
        return controller_stopped(controller);
    default:
        return verdict.answer;
    }
}

static int32_t toggle(void)
{
    return call(CALL_TOGGLE, NULL);
}

static int32_t open_session(void)
{
    return call(CALL_SESSION_OPEN, NULL);
}

static int32_t close_session(void)
{
    return call(CALL_SESSION_CLOSE, NULL);
}

/* --- the first contract: toggle mode --- */

static void toggle_starts_when_idle_and_stops_when_recording(void **state)
{
    (void)state;
    TOGGLE_MODE();
    for (int i = 0; i < 3; i++) {
        assert_int_equal(toggle(), RECCTRL_START);
        assert_true(controller_is_recording(controller));
        assert_int_equal(toggle(), RECCTRL_STOP);
        assert_false(controller_is_recording(controller));
    }
}

static void session_calls_are_errors_in_toggle_mode(void **state)
{
    (void)state;
    TOGGLE_MODE();
    for (int i = 0; i < 2; i++) {
        assert_int_equal(open_session(), RECCTRL_ERROR_WRONG_MODE);
        assert_int_equal(close_session(), RECCTRL_ERROR_WRONG_MODE);
        assert_int_equal(call(CALL_SESSION_CLOSE_ALL, NULL), RECCTRL_ERROR_WRONG_MODE);
        assert_int_equal(toggle(), i == 0 ? RECCTRL_START : RECCTRL_STOP);
    }
}

/* --- the first contract: session mode --- */

static void the_first_session_starts_and_the_last_one_stops(void **state)
{
    (void)state;
    SESSION_MODE();
    assert_int_equal(open_session(), RECCTRL_START);
    assert_int_equal(open_session(), RECCTRL_NOOP);
    assert_int_equal(open_session(), RECCTRL_NOOP);
    assert_int_equal(close_session(), RECCTRL_NOOP);
    assert_int_equal(close_session(), RECCTRL_NOOP);
    assert_true(controller_is_recording(controller));
    assert_int_equal(close_session(), RECCTRL_STOP);
    assert_int_equal(open_session(), RECCTRL_START);
}

static void toggle_start_and_stop_are_errors_in_session_mode(void **state)
{
    (void)state;
    SESSION_MODE();
    for (int i = 0; i < 2; i++) {
        assert_int_equal(toggle(), RECCTRL_ERROR_WRONG_MODE);
        assert_int_equal(call(CALL_START, NULL), RECCTRL_ERROR_WRONG_MODE);
        assert_int_equal(call(CALL_STOP, NULL), RECCTRL_ERROR_WRONG_MODE);
        assert_int_equal(i == 0 ? open_session() : close_session(), i == 0 ? RECCTRL_START : RECCTRL_STOP);
    }
}

static void closing_what_is_not_open_is_an_error(void **state)
{
    (void)state;
    SESSION_MODE();
    assert_int_equal(close_session(), RECCTRL_ERROR_NOT_OPEN);
    assert_int_equal(open_session(), RECCTRL_START);
    assert_int_equal(close_session(), RECCTRL_STOP);
    assert_int_equal(close_session(), RECCTRL_ERROR_NOT_OPEN);
}

static void a_start_that_fails_does_not_count(void **state)
{
    (void)state;
    SESSION_MODE(.recordings_max = 1);
    assert_int_equal(ask(CALL_SESSION_OPEN, NULL).verb, VERB_START);
    assert_int_equal(controller_started(controller, RECCTRL_ERROR_EXISTS), RECCTRL_ERROR_EXISTS);
    assert_int_equal(controller_sessions(controller), 0);
    assert_false(controller_is_recording(controller));
    assert_int_equal(close_session(), RECCTRL_ERROR_NOT_OPEN);
    /* Nor does it count for nrec. */
    assert_int_equal(open_session(), RECCTRL_START);
    assert_int_equal(controller_sessions(controller), 1);
}

/* --- the first contract: the operator's arguments --- */

static void nrec_is_how_many_recordings_are_begun(void **state)
{
    (void)state;
    TOGGLE_MODE(.recordings_max = 2);
    assert_int_equal(toggle(), RECCTRL_START);
    assert_int_equal(toggle(), RECCTRL_STOP);
    assert_int_equal(toggle(), RECCTRL_START);
    assert_int_equal(toggle(), RECCTRL_STOP);
    assert_int_equal(toggle(), RECCTRL_ERROR_LIMIT);
    assert_int_equal(call(CALL_START, NULL), RECCTRL_ERROR_LIMIT);
}

static void a_session_beyond_nrec_is_not_open(void **state)
{
    (void)state;
    SESSION_MODE(.recordings_max = 1);
    assert_int_equal(open_session(), RECCTRL_START);
    assert_int_equal(close_session(), RECCTRL_STOP);
    assert_int_equal(open_session(), RECCTRL_ERROR_LIMIT);
    assert_int_equal(close_session(), RECCTRL_ERROR_NOT_OPEN);
}

static void dry_gives_the_same_answers(void **state)
{
    (void)state;
    TOGGLE_MODE(.dry = true);
    assert_int_equal(toggle(), RECCTRL_START);
    assert_int_equal(toggle(), RECCTRL_STOP);
    assert_int_equal(call(CALL_STATUS, NULL), 0x53540004);
}

static void starts_are_counted_by_the_minute(void **state)
{
    (void)state;
    TOGGLE_MODE(.starts_per_minute = 2);
    now.now_ms = 1000000;
    for (int i = 0; i < 2; i++) {
        assert_int_equal(toggle(), RECCTRL_START);
        assert_int_equal(toggle(), RECCTRL_STOP);
    }
    assert_int_equal(toggle(), RECCTRL_ERROR_RATE);
    assert_int_equal(call(CALL_START, NULL), RECCTRL_ERROR_RATE);
    now.now_ms += 29999;
    assert_int_equal(toggle(), RECCTRL_ERROR_RATE);
    now.now_ms += 1;
    assert_int_equal(toggle(), RECCTRL_START);
    assert_int_equal(toggle(), RECCTRL_STOP);
    assert_int_equal(toggle(), RECCTRL_ERROR_RATE);
}

/* Only those that come to a start count. */
static void a_refused_session_is_not_open(void **state)
{
    (void)state;
    SESSION_MODE(.starts_per_minute = 1);
    assert_int_equal(open_session(), RECCTRL_START);
    assert_int_equal(open_session(), RECCTRL_NOOP);
    assert_int_equal(close_session(), RECCTRL_NOOP);
    assert_int_equal(close_session(), RECCTRL_STOP);
    assert_int_equal(open_session(), RECCTRL_ERROR_RATE);
    assert_int_equal(close_session(), RECCTRL_ERROR_NOT_OPEN);
}

static void the_operators_recording_is_not_the_guests_to_stop(void **state)
{
    (void)state;
    TOGGLE_MODE();
    now.foreign_recording = true;
    assert_int_equal(toggle(), RECCTRL_ERROR_OPERATOR);
    assert_int_equal(call(CALL_STOP, NULL), RECCTRL_ERROR_OPERATOR);
    assert_int_equal(call(CALL_START, NULL), RECCTRL_ERROR_OPERATOR);
    assert_int_equal(call(CALL_STATUS, NULL), 0x53540000 | 1 | 8);
    now.foreign_recording = false;
    assert_int_equal(toggle(), RECCTRL_START);
}

static void no_session_opens_while_the_operator_records(void **state)
{
    (void)state;
    SESSION_MODE();
    now.foreign_recording = true;
    assert_int_equal(open_session(), RECCTRL_ERROR_OPERATOR);
    assert_int_equal(controller_sessions(controller), 0);
}

/* --- the first contract: what comes from outside --- */

static void after_a_timeout_toggle_starts_again(void **state)
{
    (void)state;
    TOGGLE_MODE();
    assert_int_equal(toggle(), RECCTRL_START);
    controller_recording_ended(controller);
    assert_false(controller_is_recording(controller));
    assert_int_equal(toggle(), RECCTRL_START);
}

static void after_a_timeout_sessions_stay_open(void **state)
{
    (void)state;
    SESSION_MODE();
    assert_int_equal(open_session(), RECCTRL_START);
    assert_int_equal(open_session(), RECCTRL_NOOP);
    controller_recording_ended(controller);
    assert_int_equal(controller_sessions(controller), 2);
    assert_int_equal(open_session(), RECCTRL_NOOP);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(close_session(), RECCTRL_NOOP);
    }
    assert_int_equal(close_session(), RECCTRL_ERROR_NOT_OPEN);
    assert_int_equal(open_session(), RECCTRL_START);
}

static void a_reset_forgets_all_sessions(void **state)
{
    (void)state;
    SESSION_MODE();
    assert_int_equal(open_session(), RECCTRL_START);
    assert_int_equal(call(CALL_SESSION_OPEN, "a"), RECCTRL_NOOP);
    controller_recording_ended(controller);
    controller_forget_sessions(controller);
    assert_int_equal(controller_sessions(controller), 0);
    assert_int_equal(close_session(), RECCTRL_ERROR_NOT_OPEN);
    assert_int_equal(call(CALL_SESSION_CLOSE, "a"), RECCTRL_ERROR_NOT_OPEN);
    assert_int_equal(open_session(), RECCTRL_START);
}

static void a_reset_while_the_last_session_closes(void **state)
{
    static const char *const identities[] = {NULL, "a"};

    (void)state;
    for (int i = 0; i < 2; i++) {
        SESSION_MODE();
        assert_int_equal(call(CALL_SESSION_OPEN, identities[i]), RECCTRL_START);
        assert_int_equal(ask(CALL_SESSION_CLOSE, identities[i]).verb, VERB_STOP);
        controller_forget_sessions(controller);
        assert_int_equal(controller_stopped(controller), RECCTRL_STOP);
        assert_int_equal(controller_sessions(controller), 0);
        if (i == 0) {
            controller_free(controller);
        }
    }
}

static void a_withdrawn_call_never_was(void **state)
{
    (void)state;
    SESSION_MODE(.recordings_max = 1);
    assert_int_equal(ask(CALL_SESSION_OPEN, "a").verb, VERB_START);
    controller_withdraw(controller);
    assert_int_equal(controller_sessions(controller), 0);
    assert_int_equal(call(CALL_SESSION_OPEN, "a"), RECCTRL_START);
    assert_int_equal(ask(CALL_SESSION_CLOSE, "a").verb, VERB_STOP);
    controller_withdraw(controller);
    assert_true(controller_is_recording(controller));
    assert_int_equal(controller_sessions(controller), 1);
    assert_int_equal(call(CALL_SESSION_CLOSE, "a"), RECCTRL_STOP);
}

static void until_a_start_or_stop_is_done_others_are_busy(void **state)
{
    (void)state;
    TOGGLE_MODE();
    assert_int_equal(ask(CALL_TOGGLE, NULL).verb, VERB_START);
    assert_false(controller_is_recording(controller));
    assert_int_equal(toggle(), RECCTRL_ERROR_BUSY);
    assert_int_equal(call(CALL_STOP, NULL), RECCTRL_ERROR_BUSY);
    assert_int_equal(call(CALL_CHECK, NULL), RECCTRL_HELLO);
    assert_int_equal(controller_started(controller, 0), RECCTRL_START);
    assert_int_equal(ask(CALL_TOGGLE, NULL).verb, VERB_STOP);
    assert_true(controller_is_recording(controller));
    assert_int_equal(call(CALL_START, NULL), RECCTRL_ERROR_BUSY);
    assert_int_equal(controller_stopped(controller), RECCTRL_STOP);
}

/* --- the second contract --- */

static void check_answers_in_every_mode(void **state)
{
    (void)state;
    TOGGLE_MODE();
    assert_int_equal(call(CALL_CHECK, NULL), 0x52430002);
    controller_free(controller);
    SESSION_MODE();
    assert_int_equal(call(CALL_CHECK, NULL), 0x52430002);
}

static void unknown_actions_are_refused(void **state)
{
    (void)state;
    TOGGLE_MODE();
    assert_int_equal(call(CALL_UNKNOWN, NULL), RECCTRL_ERROR_BAD_REQUEST);
}

static void start_and_stop_can_be_repeated_without_harm(void **state)
{
    (void)state;
    TOGGLE_MODE(.recordings_max = 1);
    assert_int_equal(call(CALL_STOP, NULL), RECCTRL_NOOP);
    assert_int_equal(call(CALL_START, NULL), RECCTRL_START);
    assert_int_equal(call(CALL_START, NULL), RECCTRL_NOOP);
    assert_int_equal(call(CALL_STOP, NULL), RECCTRL_STOP);
    assert_int_equal(call(CALL_STOP, NULL), RECCTRL_NOOP);
}

static void the_same_session_counts_once(void **state)
{
    (void)state;
    SESSION_MODE();
    assert_int_equal(call(CALL_SESSION_OPEN, "1001"), RECCTRL_START);
    assert_int_equal(call(CALL_SESSION_OPEN, "1001"), RECCTRL_NOOP);
    assert_int_equal(call(CALL_SESSION_OPEN, "1002"), RECCTRL_NOOP);
    assert_int_equal(controller_sessions(controller), 2);
    assert_string_equal(controller_session(controller, 0), "1001");
    assert_string_equal(controller_session(controller, 1), "1002");
    assert_null(controller_session(controller, 2));
    assert_int_equal(call(CALL_SESSION_CLOSE, "1003"), RECCTRL_ERROR_NOT_OPEN);
    assert_int_equal(call(CALL_SESSION_CLOSE, "1001"), RECCTRL_NOOP);
    assert_int_equal(call(CALL_SESSION_CLOSE, "1001"), RECCTRL_ERROR_NOT_OPEN);
    assert_int_equal(call(CALL_SESSION_CLOSE, "1002"), RECCTRL_STOP);
}

static void an_empty_identity_is_an_anonymous_session(void **state)
{
    (void)state;
    SESSION_MODE();
    assert_int_equal(call(CALL_SESSION_OPEN, ""), RECCTRL_START);
    assert_int_equal(call(CALL_SESSION_OPEN, ""), RECCTRL_NOOP);
    assert_int_equal(close_session(), RECCTRL_NOOP);
    assert_int_equal(call(CALL_SESSION_CLOSE, ""), RECCTRL_STOP);
}

static void close_all_stops_however_many_are_open(void **state)
{
    (void)state;
    SESSION_MODE();
    assert_int_equal(call(CALL_SESSION_CLOSE_ALL, NULL), RECCTRL_NOOP);
    assert_int_equal(open_session(), RECCTRL_START);
    assert_int_equal(open_session(), RECCTRL_NOOP);
    assert_int_equal(call(CALL_SESSION_OPEN, "a"), RECCTRL_NOOP);
    assert_int_equal(call(CALL_SESSION_CLOSE_ALL, NULL), RECCTRL_STOP);
    assert_int_equal(controller_sessions(controller), 0);
    assert_int_equal(call(CALL_SESSION_CLOSE_ALL, NULL), RECCTRL_NOOP);
}

static void sessions_are_limited(void **state)
{
    (void)state;
    SESSION_MODE(.sessions_max = 2);
    assert_int_equal(call(CALL_SESSION_OPEN, "a"), RECCTRL_START);
    assert_int_equal(open_session(), RECCTRL_NOOP);
    assert_int_equal(open_session(), RECCTRL_ERROR_SESSIONS);
    assert_int_equal(call(CALL_SESSION_OPEN, "b"), RECCTRL_ERROR_SESSIONS);
    assert_int_equal(call(CALL_SESSION_OPEN, "a"), RECCTRL_NOOP);
    assert_int_equal(controller_sessions(controller), 2);
}

static void status_tells_everything(void **state)
{
    (void)state;
    SESSION_MODE();
    assert_int_equal(call(CALL_STATUS, NULL), 0x53540000 | 2);
    open_session();
    now.snapshot_pending = true;
    assert_int_equal(call(CALL_STATUS, NULL), 0x53540000 | 1 << 8 | 16 | 2 | 1);
    now.snapshot_pending = false;
    for (int i = 2; i <= 255; i++) {
        open_session();
        assert_int_equal(call(CALL_STATUS, NULL), 0x53540000 | i << 8 | 2 | 1);
    }
    open_session();
    assert_int_equal(controller_sessions(controller), 256);
    assert_int_equal(call(CALL_STATUS, NULL), 0x53540000 | 255 << 8 | 2 | 1);
}

static void an_identity_may_live_in_memory_that_changes(void **state)
{
    (void)state;
    char identity[] = "a";

    SESSION_MODE();
    assert_int_equal(ask(CALL_SESSION_OPEN, identity).verb, VERB_START);
    identity[0] = 'x';
    assert_int_equal(controller_started(controller, 0), RECCTRL_START);
    assert_int_equal(call(CALL_SESSION_CLOSE, "a"), RECCTRL_STOP);
}

int main(void)
{
#define PROMISE(test) cmocka_unit_test_teardown(test, done)
    const struct CMUnitTest tests[] = {
        PROMISE(toggle_starts_when_idle_and_stops_when_recording),
        PROMISE(session_calls_are_errors_in_toggle_mode),
        PROMISE(the_first_session_starts_and_the_last_one_stops),
        PROMISE(toggle_start_and_stop_are_errors_in_session_mode),
        PROMISE(closing_what_is_not_open_is_an_error),
        PROMISE(a_start_that_fails_does_not_count),
        PROMISE(nrec_is_how_many_recordings_are_begun),
        PROMISE(a_session_beyond_nrec_is_not_open),
        PROMISE(dry_gives_the_same_answers),
        PROMISE(starts_are_counted_by_the_minute),
        PROMISE(a_refused_session_is_not_open),
        PROMISE(the_operators_recording_is_not_the_guests_to_stop),
        PROMISE(no_session_opens_while_the_operator_records),
        PROMISE(after_a_timeout_toggle_starts_again),
        PROMISE(after_a_timeout_sessions_stay_open),
        PROMISE(a_reset_forgets_all_sessions),
        PROMISE(a_reset_while_the_last_session_closes),
        PROMISE(a_withdrawn_call_never_was),
        PROMISE(until_a_start_or_stop_is_done_others_are_busy),
        PROMISE(check_answers_in_every_mode),
        PROMISE(unknown_actions_are_refused),
        PROMISE(start_and_stop_can_be_repeated_without_harm),
        PROMISE(the_same_session_counts_once),
        PROMISE(an_empty_identity_is_an_anonymous_session),
        PROMISE(close_all_stops_however_many_are_open),
        PROMISE(sessions_are_limited),
        PROMISE(status_tells_everything),
        PROMISE(an_identity_may_live_in_memory_that_changes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
