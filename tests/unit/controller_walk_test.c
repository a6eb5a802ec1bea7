/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The controller against its model: every event in every state that can be reached, and every sequence of events up
 * to a length.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "controller_model.h"

#define EVENTS_MAX 128
#define PATH_MAX_LENGTH 32
#define STATES_MAX 100000

static const uint32_t recording_limits[] = {0, 1, 2};
static const uint32_t session_limits[] = {1, 2, 3};

struct events {
    struct model_event list[EVENTS_MAX];
    int count;
};

static void add(struct events *events, struct model_event event)
{
    assert_true(events->count < EVENTS_MAX);
    events->list[events->count++] = event;
}

/* Every event there is; with all = false only the calls that the mode has, and without a pending snapshot. */
static struct events make_events(bool all, bool session_mode)
{
    struct events events = {.count = 0};

    for (int kind = CALL_UNKNOWN; kind <= CALL_SESSION_CLOSE_ALL; kind++) {
        bool identified = kind == CALL_SESSION_OPEN || kind == CALL_SESSION_CLOSE;
        bool in_mode = kind >= CALL_TOGGLE && (kind >= CALL_SESSION_OPEN) == session_mode;
        for (int identity = 0; (all || in_mode) && identity < (identified ? MODEL_IDENTITIES : 1); identity++) {
            for (int bits = 0; bits < (all ? 4 : 2); bits++) {
                if (all || identity < 2) {
                    add(&events, (struct model_event){EVENT_CALL, (enum call_kind)kind, identity,
                                                      {(bits & 1) != 0, (bits & 2) != 0, 0}, 0});
                }
            }
        }
    }
    add(&events, (struct model_event){.kind = EVENT_STARTED});
    add(&events, (struct model_event){.kind = EVENT_STARTED, .failure = RECCTRL_ERROR_EXISTS});
    add(&events, (struct model_event){.kind = EVENT_STOPPED});
    add(&events, (struct model_event){.kind = EVENT_WITHDRAW});
    add(&events, (struct model_event){.kind = EVENT_ENDED});
    add(&events, (struct model_event){.kind = EVENT_FORGET});
    return events;
}

static char *path_text(const struct model_event *const *path, int length)
{
    static char text[PATH_MAX_LENGTH * 100];

    text[0] = '\0';
    for (int i = 0; i < length; i++) {
        strcat(text, " > ");
        strcat(text, model_event_text(path[i]));
    }
    return text;
}

/* Takes a new controller and a new model along the path; they must agree after each step. */
static void follow(const struct controller_settings *settings, const struct model_event *const *path, int length,
                   struct model *model)
{
    struct controller *controller = controller_new(settings);

    memset(model, 0, sizeof(*model));
    model->settings = *settings;
    for (int i = 0; i < length; i++) {
        struct verdict expected = model_step(model, path[i]);
        struct verdict verdict = model_drive(controller, path[i]);
        if (verdict.verb != expected.verb || verdict.answer != expected.answer) {
            fail_msg("mode %d, nrec %u, sessions %u:%s: verb %d answer %d, expected %d %d", settings->session_mode,
                     settings->recordings_max, settings->sessions_max, path_text(path, i + 1), verdict.verb,
                     verdict.answer, expected.verb, expected.answer);
        }
        if (controller_is_recording(controller) != model->recording ||
            controller_sessions(controller) != model_sessions(model)) {
            fail_msg("mode %d, nrec %u, sessions %u:%s: recording %d sessions %u, expected %d %u",
                     settings->session_mode, settings->recordings_max, settings->sessions_max,
                     path_text(path, i + 1), controller_is_recording(controller), controller_sessions(controller),
                     model->recording, model_sessions(model));
        }
    }
    controller_free(controller);
}

/* A state that was reached, and how. */
struct node {
    struct model model;
    const struct model_event *path[PATH_MAX_LENGTH];
    int length;
};

static bool is_known(const struct node *nodes, size_t count, const struct model *model)
{
    for (size_t i = 0; i < count; i++) {
        if (memcmp(&nodes[i].model, model, sizeof(*model)) == 0) {
            return true;
        }
    }
    return false;
}

/* What does not change the behaviour any more must not make a new state. */
static void canonical(struct model *model)
{
    if (model->settings.recordings_max == 0) {
        model->started = 0;
    }
    if (model->asked == VERB_ANSWER) {
        model->pending_identity = 0;
    }
}

/* Breadth first; returns how many states there are. */
static size_t visit_all_states(const struct controller_settings *settings)
{
    struct events events = make_events(true, settings->session_mode);
    struct node *nodes = calloc(STATES_MAX, sizeof(*nodes));
    size_t count = 1;

    assert_non_null(nodes);
    nodes[0].model.settings = *settings;
    for (size_t i = 0; i < count; i++) {
        for (int e = 0; e < events.count; e++) {
            struct node next = nodes[i];
            if (!model_allows(&next.model, &events.list[e])) {
                continue;
            }
            assert_true(next.length < PATH_MAX_LENGTH);
            next.path[next.length++] = &events.list[e];
            follow(settings, next.path, next.length, &next.model);
            canonical(&next.model);
            if (!is_known(nodes, count, &next.model)) {
                assert_true(count < STATES_MAX);
                nodes[count++] = next;
            }
        }
    }
    free(nodes);
    return count;
}

static void every_event_in_every_state(void **state)
{
    (void)state;
    for (int bits = 0; bits < 4; bits++) {
        for (size_t r = 0; r < 3; r++) {
            for (size_t s = 0; s < 3; s++) {
                size_t states = visit_all_states(&(struct controller_settings){
                    .session_mode = bits & 1,
                    .dry = bits & 2,
                    .recordings_max = recording_limits[r],
                    .sessions_max = session_limits[s],
                });
                /* idle, starting, recording, stopping at least */
                assert_true(states >= 4);
            }
        }
    }
}

static void extend(const struct controller_settings *settings, const struct events *events,
                   const struct model_event **path, int length, int wanted)
{
    struct model model;

    follow(settings, path, length, &model);
    if (length == wanted) {
        return;
    }
    for (int e = 0; e < events->count; e++) {
        if (model_allows(&model, &events->list[e])) {
            path[length] = &events->list[e];
            extend(settings, events, path, length + 1, wanted);
        }
    }
}

static void walk(bool session_mode, bool all, int length, uint32_t starts_per_minute)
{
    struct events events = make_events(all, session_mode);
    const struct model_event *path[PATH_MAX_LENGTH];

    for (size_t r = 0; r < 3; r++) {
        extend(&(struct controller_settings){session_mode, false, recording_limits[r], starts_per_minute, 2}, &events,
               path, 0, length);
    }
}

static void every_sequence_of_three_events(void **state)
{
    (void)state;
    walk(false, true, 3, 0);
    walk(true, true, 3, 0);
}

static void every_sequence_of_six_in_toggle_mode(void **state)
{
    (void)state;
    walk(false, false, 6, 0);
    walk(false, false, 6, 2);
}

static void every_sequence_of_five_in_session_mode(void **state)
{
    (void)state;
    walk(true, false, 5, 0);
    walk(true, false, 5, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_event_in_every_state),
        cmocka_unit_test(every_sequence_of_three_events),
        cmocka_unit_test(every_sequence_of_six_in_toggle_mode),
        cmocka_unit_test(every_sequence_of_five_in_session_mode),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
