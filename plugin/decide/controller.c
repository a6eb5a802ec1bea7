/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "controller.h"

#include <glib.h>
#include <string.h>

#include "rate.h"

enum phase { PHASE_IDLE, PHASE_STARTING, PHASE_RECORDING, PHASE_STOPPING };

struct controller {
    struct controller_settings settings;
    enum phase phase;
    uint32_t started;       /* recordings begun in this run */
    struct rate rate;
    uint32_t anonymous;     /* open sessions of contract 1 */
    GPtrArray *identities;  /* open sessions of contract 2, each a string */
    struct call pending;    /* what PHASE_STARTING or PHASE_STOPPING was asked by; owns its session */
};

struct controller *controller_new(const struct controller_settings *settings)
{
    struct controller *c = g_new0(struct controller, 1);

    c->settings = *settings;
    rate_init(&c->rate, settings->starts_per_minute);
    c->identities = g_ptr_array_new_with_free_func(g_free);
    return c;
}

static void forget_pending(struct controller *c)
{
    g_free((char *)c->pending.session);
    c->pending = (struct call){0};
}

void controller_free(struct controller *c)
{
    forget_pending(c);
    g_ptr_array_free(c->identities, TRUE);
    g_free(c);
}

static bool is_anonymous(const struct call *call)
{
    return call->session == NULL || call->session[0] == '\0';
}

/* The index of an open session, or -1. */
static int find_identity(const struct controller *c, const char *identity)
{
    for (guint i = 0; i < c->identities->len; i++) {
        if (strcmp(g_ptr_array_index(c->identities, i), identity) == 0) {
            return (int)i;
        }
    }
    return -1;
}

uint32_t controller_sessions(const struct controller *c)
{
    return c->anonymous + c->identities->len;
}

const char *controller_session(const struct controller *c, uint32_t index)
{
    return index < c->identities->len ? g_ptr_array_index(c->identities, index) : NULL;
}

bool controller_is_recording(const struct controller *c)
{
    return c->phase == PHASE_RECORDING || c->phase == PHASE_STOPPING;
}

static void open_session(struct controller *c, const struct call *call)
{
    if (is_anonymous(call)) {
        c->anonymous++;
    } else {
        g_ptr_array_add(c->identities, g_strdup(call->session));
    }
}

/* A session that a reset has closed meanwhile is closed already. */
static void close_session(struct controller *c, const struct call *call)
{
    if (call->kind == CALL_SESSION_CLOSE_ALL) {
        controller_forget_sessions(c);
    } else if (is_anonymous(call)) {
        c->anonymous -= c->anonymous > 0;
    } else {
        int index = find_identity(c, call->session);
        if (index >= 0) {
            g_ptr_array_remove_index(c->identities, (guint)index);
        }
    }
}

static struct verdict answer(int32_t value)
{
    return (struct verdict){VERB_ANSWER, value};
}

static struct verdict ask(struct controller *c, enum verb verb, const struct call *call)
{
    c->phase = verb == VERB_START ? PHASE_STARTING : PHASE_STOPPING;
    c->pending = (struct call){call->kind, g_strdup(call->session)};
    return (struct verdict){verb, 0};
}

static struct verdict start(struct controller *c, const struct call *call, const struct situation *situation)
{
    if (situation->foreign_recording) {
        return answer(RECCTRL_ERROR_OPERATOR);
    }
    if (c->settings.recordings_max != 0 && c->started >= c->settings.recordings_max) {
        return answer(RECCTRL_ERROR_LIMIT);
    }
    if (!rate_take(&c->rate, situation->now_ms)) {
        return answer(RECCTRL_ERROR_RATE);
    }
    return ask(c, VERB_START, call);
}

static struct verdict on_start(struct controller *c, const struct call *call, const struct situation *situation)
{
    return c->phase == PHASE_RECORDING ? answer(RECCTRL_NOOP) : start(c, call, situation);
}

static struct verdict on_stop(struct controller *c, const struct call *call, const struct situation *situation)
{
    if (situation->foreign_recording) {
        return answer(RECCTRL_ERROR_OPERATOR);
    }
    return c->phase == PHASE_RECORDING ? ask(c, VERB_STOP, call) : answer(RECCTRL_NOOP);
}

static struct verdict on_toggle(struct controller *c, const struct call *call, const struct situation *situation)
{
    return c->phase == PHASE_RECORDING ? on_stop(c, call, situation) : on_start(c, call, situation);
}

static struct verdict on_session_open(struct controller *c, const struct call *call,
                                      const struct situation *situation)
{
    if (!is_anonymous(call) && find_identity(c, call->session) >= 0) {
        return answer(RECCTRL_NOOP);
    }
    if (controller_sessions(c) >= c->settings.sessions_max) {
        return answer(RECCTRL_ERROR_SESSIONS);
    }
    if (controller_sessions(c) == 0 && c->phase == PHASE_IDLE) {
        return start(c, call, situation);
    }
    open_session(c, call);
    return answer(RECCTRL_NOOP);
}

static struct verdict on_session_close(struct controller *c, const struct call *call)
{
    bool all = call->kind == CALL_SESSION_CLOSE_ALL;
    bool open = is_anonymous(call) ? c->anonymous > 0 : find_identity(c, call->session) >= 0;
    bool last = all || controller_sessions(c) == 1;

    if (!all && !open) {
        return answer(RECCTRL_ERROR_NOT_OPEN);
    }
    if (last && c->phase == PHASE_RECORDING) {
        return ask(c, VERB_STOP, call);
    }
    close_session(c, call);
    return answer(RECCTRL_NOOP);
}

static int32_t status(const struct controller *c, const struct situation *situation)
{
    uint32_t sessions = MIN(controller_sessions(c), 255);
    uint32_t bits = 0;

    bits |= controller_is_recording(c) || situation->foreign_recording ? RECCTRL_STATUS_RECORDING : 0;
    bits |= c->settings.session_mode ? RECCTRL_STATUS_SESSION_MODE : 0;
    bits |= c->settings.dry ? RECCTRL_STATUS_DRY : 0;
    bits |= situation->foreign_recording ? RECCTRL_STATUS_OPERATOR : 0;
    bits |= situation->snapshot_pending ? RECCTRL_STATUS_SNAPSHOT_PENDING : 0;
    return (int32_t)(RECCTRL_STATUS_BASE | sessions << RECCTRL_STATUS_SESSIONS_SHIFT | bits);
}

static bool fits_mode(const struct controller *c, enum call_kind kind)
{
    return c->settings.session_mode == (kind >= CALL_SESSION_OPEN);
}

struct verdict controller_call(struct controller *c, const struct call *call, const struct situation *situation)
{
    switch (call->kind) {
    case CALL_UNKNOWN:
        return answer(RECCTRL_ERROR_BAD_REQUEST);
    case CALL_CHECK:
        return answer(RECCTRL_HELLO);
    case CALL_STATUS:
        return answer(status(c, situation));
    default:
        break;
    }
    if (!fits_mode(c, call->kind)) {
        return answer(RECCTRL_ERROR_WRONG_MODE);
    }
    if (c->phase == PHASE_STARTING || c->phase == PHASE_STOPPING) {
        return answer(RECCTRL_ERROR_BUSY);
    }
    switch (call->kind) {
    case CALL_TOGGLE:
        return on_toggle(c, call, situation);
    case CALL_START:
        return on_start(c, call, situation);
    case CALL_STOP:
        return on_stop(c, call, situation);
    case CALL_SESSION_OPEN:
        return on_session_open(c, call, situation);
    default:
        return on_session_close(c, call);
    }
}

int32_t controller_started(struct controller *c, int32_t failure)
{
    if (failure == 0) {
        c->phase = PHASE_RECORDING;
        c->started++;
        if (c->pending.kind == CALL_SESSION_OPEN) {
            open_session(c, &c->pending);
        }
    } else {
        c->phase = PHASE_IDLE;
    }
    forget_pending(c);
    return failure == 0 ? RECCTRL_START : failure;
}

int32_t controller_stopped(struct controller *c)
{
    c->phase = PHASE_IDLE;
    if (c->pending.kind == CALL_SESSION_CLOSE || c->pending.kind == CALL_SESSION_CLOSE_ALL) {
        close_session(c, &c->pending);
    }
    forget_pending(c);
    return RECCTRL_STOP;
}

void controller_withdraw(struct controller *c)
{
    if (c->phase == PHASE_STARTING) {
        c->phase = PHASE_IDLE;
    } else if (c->phase == PHASE_STOPPING) {
        c->phase = PHASE_RECORDING;
    }
    forget_pending(c);
}

void controller_recording_ended(struct controller *c)
{
    if (c->phase == PHASE_RECORDING) {
        c->phase = PHASE_IDLE;
    }
}

void controller_forget_sessions(struct controller *c)
{
    c->anonymous = 0;
    g_ptr_array_set_size(c->identities, 0);
}
