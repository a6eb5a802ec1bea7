/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The recorder's part in the vCPU's thread: what a hypercall asks for, and the answer that needs no pause. */
#include <glib.h>

#include "panda/engine.h"
#include "recorder_state.h"

/* How long a call waits before it is made again. */
#define CALL_DELAY_MS 1

static struct situation situation(const struct recorder *r)
{
    struct recording *current = r->current;

    return (struct situation){
        .foreign_recording = engine_mode() == ENGINE_RECORDING && (current == NULL || r->operator_owns_current),
        .snapshot_pending = current != NULL && recording_snapshot_pending(current),
        .now_ms = g_get_monotonic_time() / 1000,
    };
}

/* True: handled. Does not return in a recording. */
static bool answer(struct recorder *r, int32_t value)
{
    int32_t result = request_result(&r->request, value);

    if (engine_mode() == ENGINE_LIVE) {
        engine_set_answer(result);
        return true;
    }
    if (value == RECCTRL_NOOP) {
        recorder_note_session(r);
    }
    engine_answer_in_recording(result);
}

static bool start_or_stop(struct recorder *r, enum verb verb)
{
    if (verb == VERB_START && !r->settings.controller.dry && engine_recording_refusal() != NULL) {
        refusals_tell(&r->refusals, RECCTRL_ERROR_UNSUPPORTED, engine_recording_refusal(),
                      g_get_monotonic_time() / 1000);
        return answer(r, controller_started(r->controller, RECCTRL_ERROR_UNSUPPORTED));
    }
    if (r->settings.controller.dry) {
        return answer(r, verb == VERB_START ? controller_started(r->controller, 0)
                                            : controller_stopped(r->controller));
    }
    if (verb == VERB_START) {
        engine_forget_translated_code();
    }
    atomic_store(&r->step, verb == VERB_START ? STEP_START : STEP_STOP);
    engine_stop_at_hypercall();
}

bool recorder_on_hypercall(void *recorder)
{
    struct recorder *r = recorder;
    struct hypercall hypercall = engine_hypercall();
    struct guest_memory memory = engine_guest_memory();
    struct situation now = situation(r);
    struct verdict verdict;

    if (engine_mode() == ENGINE_REPLAYING) {
        return false;
    }
    if (atomic_exchange(&r->step, STEP_NONE) != STEP_NONE) {
        /* Somebody let the machine run before the main loop came to it: the same call is made again. */
        controller_withdraw(r->controller);
    }
    if (!request_decode(&r->request, &hypercall, &memory, r->secret)) {
        return false;
    }
    /* Before anything is decided, as the call will be made again. */
    if (engine_mode() == ENGINE_RECORDING && !rate_take(&r->logged_calls, now.now_ms)) {
        engine_delay_hypercall(CALL_DELAY_MS);
    }
    if (r->request.error != 0) {
        return answer(r, r->request.error);
    }
    verdict = controller_call(r->controller, &r->request.call, &now);
    return verdict.verb == VERB_ANSWER ? answer(r, verdict.answer) : start_or_stop(r, verdict.verb);
}

void recorder_on_block(void *recorder)
{
    struct recorder *r = recorder;

    if (atomic_load(&r->step) == STEP_NONE) {
        engine_forget_translated_code();
        atomic_store(&r->step, STEP_OPERATOR_START);
        engine_stop_at_block();
    }
}
