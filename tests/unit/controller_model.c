/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "controller_model.h"

#include <stdio.h>
#include <string.h>

const char *const model_identities[MODEL_IDENTITIES] = {NULL, "a", "b", "c"};

uint32_t model_sessions(const struct model *m)
{
    uint32_t sum = 0;

    for (int i = 0; i < MODEL_IDENTITIES; i++) {
        sum += m->open[i];
    }
    return sum;
}

bool model_allows(const struct model *m, const struct model_event *e)
{
    switch (e->kind) {
    case EVENT_STARTED:
        return m->asked == VERB_START;
    case EVENT_STOPPED:
        return m->asked == VERB_STOP;
    default:
        return true;
    }
}

static struct verdict say(int32_t answer)
{
    return (struct verdict){VERB_ANSWER, answer};
}

static uint32_t status_of(const struct model *m, const struct situation *s)
{
    uint32_t sessions = model_sessions(m);

    return 0x53540000u + (sessions > 255 ? 255 : sessions) * 256 + (m->recording || s->foreign_recording ? 1 : 0) +
           (m->settings.session_mode ? 2 : 0) + (m->settings.dry ? 4 : 0) + (s->foreign_recording ? 8 : 0) +
           (s->snapshot_pending ? 16 : 0);
}

/* Evenly spaced starts come a minute / N apart; N - 1 of them may come early. */
static bool comes_too_soon(struct model *m, int64_t now_ms)
{
    int64_t rate = m->settings.starts_per_minute;
    int64_t now = now_ms * rate;
    int64_t planned = m->next_start > now ? m->next_start : now;

    if (rate == 0) {
        return false;
    }
    if (planned - now > (rate - 1) * 60000) {
        return true;
    }
    m->next_start = planned + 60000;
    return false;
}

static struct verdict want_start(struct model *m, const struct model_event *e, bool opens)
{
    if (e->situation.foreign_recording) {
        return say(-8);
    }
    if (m->settings.recordings_max > 0 && m->started == m->settings.recordings_max) {
        return say(-11);
    }
    if (comes_too_soon(m, e->situation.now_ms)) {
        return say(-15);
    }
    m->asked = VERB_START;
    m->pending_opens = opens;
    m->pending_identity = e->identity;
    return (struct verdict){VERB_START, 0};
}

static struct verdict want_stop(struct model *m, const struct model_event *e, bool closes)
{
    m->asked = VERB_STOP;
    m->pending_closes = closes;
    m->pending_all = e->call == CALL_SESSION_CLOSE_ALL;
    m->pending_identity = e->identity;
    return (struct verdict){VERB_STOP, 0};
}

static struct verdict toggle_mode_call(struct model *m, const struct model_event *e)
{
    bool wanted = e->call == CALL_TOGGLE ? !m->recording : e->call == CALL_START;

    if (!wanted && e->situation.foreign_recording) {
        return say(-8);
    }
    if (wanted == m->recording) {
        return say(0);
    }
    return wanted ? want_start(m, e, false) : want_stop(m, e, false);
}

static struct verdict session_mode_call(struct model *m, const struct model_event *e)
{
    uint32_t before = model_sessions(m);
    bool is_open = m->open[e->identity] > 0;

    if (e->call == CALL_SESSION_OPEN) {
        if (is_open && e->identity != 0) {
            return say(0);
        }
        if (before == m->settings.sessions_max) {
            return say(-16);
        }
        if (before == 0 && !m->recording) {
            return want_start(m, e, true);
        }
        m->open[e->identity]++;
        return say(0);
    }
    if (e->call == CALL_SESSION_CLOSE && !is_open) {
        return say(-5);
    }
    if (m->recording && (e->call == CALL_SESSION_CLOSE_ALL || before == 1)) {
        return want_stop(m, e, true);
    }
    if (e->call == CALL_SESSION_CLOSE_ALL) {
        memset(m->open, 0, sizeof(m->open));
    } else {
        m->open[e->identity]--;
    }
    return say(0);
}

static struct verdict call(struct model *m, const struct model_event *e)
{
    bool is_session_call = false;

    switch (e->call) {
    case CALL_UNKNOWN:
        return say(-2);
    case CALL_CHECK:
        return say(0x52430002);
    case CALL_STATUS:
        return say((int32_t)status_of(m, &e->situation));
    case CALL_SESSION_OPEN:
    case CALL_SESSION_CLOSE:
    case CALL_SESSION_CLOSE_ALL:
        is_session_call = true;
        break;
    case CALL_TOGGLE:
    case CALL_START:
    case CALL_STOP:
        break;
    }
    if (is_session_call != m->settings.session_mode) {
        return say(-4);
    }
    if (m->asked != VERB_ANSWER) {
        return say(-12);
    }
    return is_session_call ? session_mode_call(m, e) : toggle_mode_call(m, e);
}

static void settle(struct model *m)
{
    m->asked = VERB_ANSWER;
    m->pending_opens = m->pending_closes = m->pending_all = false;
}

static struct verdict started(struct model *m, int32_t failure)
{
    if (failure == 0) {
        m->recording = true;
        m->started++;
        m->open[m->pending_identity] += m->pending_opens;
    }
    settle(m);
    return say(failure == 0 ? 1 : failure);
}

static struct verdict stopped(struct model *m)
{
    m->recording = false;
    if (m->pending_all) {
        memset(m->open, 0, sizeof(m->open));
    } else if (m->pending_closes && m->open[m->pending_identity] > 0) {
        m->open[m->pending_identity]--;
    }
    settle(m);
    return say(2);
}

struct verdict model_step(struct model *m, const struct model_event *e)
{
    switch (e->kind) {
    case EVENT_CALL:
        return call(m, e);
    case EVENT_STARTED:
        return started(m, e->failure);
    case EVENT_STOPPED:
        return stopped(m);
    case EVENT_WITHDRAW:
        settle(m);
        return say(0);
    case EVENT_ENDED:
        /* A stop that is being carried out goes on. */
        m->recording = m->recording && m->asked == VERB_STOP;
        return say(0);
    case EVENT_FORGET:
        memset(m->open, 0, sizeof(m->open));
        return say(0);
    }
    return say(0);
}

struct verdict model_drive(struct controller *c, const struct model_event *e)
{
    struct call call = {e->call, model_identities[e->identity]};

    switch (e->kind) {
    case EVENT_CALL:
        return controller_call(c, &call, &e->situation);
    case EVENT_STARTED:
        return say(controller_started(c, e->failure));
    case EVENT_STOPPED:
        return say(controller_stopped(c));
    case EVENT_WITHDRAW:
        controller_withdraw(c);
        return say(0);
    case EVENT_ENDED:
        controller_recording_ended(c);
        return say(0);
    case EVENT_FORGET:
        controller_forget_sessions(c);
        return say(0);
    }
    return say(0);
}

const char *model_event_text(const struct model_event *e)
{
    static const char *const kinds[] = {"CALL", "STARTED", "STOPPED", "WITHDRAW", "ENDED", "FORGET"};
    static const char *const calls[] = {"UNKNOWN", "CHECK",        "STATUS",        "TOGGLE",           "START",
                                        "STOP",    "SESSION_OPEN", "SESSION_CLOSE", "SESSION_CLOSE_ALL"};
    static char text[96];

    if (e->kind != EVENT_CALL) {
        snprintf(text, sizeof(text), "%s(%d)", kinds[e->kind], e->failure);
    } else {
        snprintf(text, sizeof(text), "%s(%s)%s%s", calls[e->call],
                 e->identity == 0 ? "" : model_identities[e->identity],
                 e->situation.foreign_recording ? " foreign" : "", e->situation.snapshot_pending ? " snapshot" : "");
    }
    return text;
}
