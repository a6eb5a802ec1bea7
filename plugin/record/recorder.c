/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "recorder.h"

#include <glib.h>
#include <stdatomic.h>
#include <string.h>

#include "decide/controller.h"
#include "decide/request.h"
#include "files.h"
#include "panda/engine.h"
#include "recording.h"
#include "secret.h"

/*
 * What the main loop is to do while the vCPU stands in front of a hypercall. STEP_RESUME: that hypercall is gone, only
 * let the machine run.
 */
enum step { STEP_NONE, STEP_ANSWER, STEP_START, STEP_STOP, STEP_RESUME };

struct recorder {
    struct settings settings;
    const uint8_t *secret; /* NULL: none is asked for */
    uint8_t secret_bytes[RECCTRL_SECRET_BYTES];
    struct controller *controller;
    struct recording_directory directory;

    /* Written by the vCPU's thread before it stops, read by the main loop afterwards. */
    atomic_int step;
    struct request request;
    int32_t answer;

    /* The main loop's. */
    struct recording *current;
    GPtrArray *finishing; /* recordings that ended and are not whole on disk yet */
    uint32_t whole;
    guint timer;
};

/* Recordings that ended and are not whole on disk yet: each may hold a copy of what the guest wrote since. */
#define UNFINISHED_MAX 4

#define LIMITS_INTERVAL_S 1

struct recorder *recorder_new(const struct settings *settings, struct error *error)
{
    struct recorder *r = g_new0(struct recorder, 1);

    r->settings = *settings;
    if (settings->token_file[0] != '\0') {
        if (!secret_read(settings->token_file, r->secret_bytes, error)) {
            g_free(r);
            return NULL;
        }
        r->secret = r->secret_bytes;
    }
    if (!recording_directory_open(&r->directory, settings->directory, error)) {
        g_free(r);
        return NULL;
    }
    r->controller = controller_new(&settings->controller);
    r->finishing = g_ptr_array_new();
    return r;
}

/* --- the vCPU's part --- */

static struct situation situation(const struct recorder *r)
{
    struct recording *current = r->current;

    return (struct situation){
        .foreign_recording = engine_mode() == ENGINE_RECORDING && current == NULL,
        .snapshot_pending = current != NULL && recording_snapshot_pending(current),
        .now_ms = g_get_monotonic_time() / 1000,
    };
}

/* Answers or leaves the vCPU's loop; true: handled. */
static bool answer(struct recorder *r, int32_t value)
{
    r->answer = request_result(&r->request, value);
    if (engine_mode() == ENGINE_LIVE) {
        engine_set_answer(r->answer);
        return true;
    }
    atomic_store(&r->step, STEP_ANSWER);
    engine_stop_at_hypercall();
}

static bool start_or_stop(struct recorder *r, enum verb verb)
{
    if (verb == VERB_START && !r->settings.controller.dry && engine_target_refusal() != NULL) {
        return answer(r, controller_started(r->controller, RECCTRL_ERROR_UNSUPPORTED));
    }
    if (r->settings.controller.dry) {
        return answer(r, verb == VERB_START ? controller_started(r->controller, 0)
                                            : controller_stopped(r->controller));
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
    if (r->request.error != 0) {
        return answer(r, r->request.error);
    }
    verdict = controller_call(r->controller, &r->request.call, &now);
    return verdict.verb == VERB_ANSWER ? answer(r, verdict.answer) : start_or_stop(r, verdict.verb);
}

/* --- the main loop's part --- */

static void note_session(struct recorder *r)
{
    if (r->current != NULL && r->request.call.kind == CALL_SESSION_OPEN && r->request.session[0] != '\0') {
        recording_add_session(r->current, r->request.session);
    }
}

/* Limits are looked at in the main loop's own round: this only makes one come. */
static gboolean on_timer(gpointer unused)
{
    (void)unused;
    engine_wake_main_loop();
    return G_SOURCE_CONTINUE;
}

static void close_recording(struct recorder *r, guint index)
{
    if (recording_close(g_ptr_array_remove_index(r->finishing, index))) {
        r->whole++;
    }
}

/* A guest that starts faster than the disk can follow waits here instead of filling the host's memory. */
static void bound_unfinished(struct recorder *r)
{
    while (r->finishing->len >= UNFINISHED_MAX) {
        close_recording(r, 0);
    }
}

static void close_finished(struct recorder *r)
{
    for (guint i = r->finishing->len; i > 0; i--) {
        if (recording_is_finished(g_ptr_array_index(r->finishing, i - 1))) {
            close_recording(r, i - 1);
        }
    }
    if (r->settings.controller.recordings_max != 0 && r->whole == r->settings.controller.recordings_max) {
        r->whole = 0;
        engine_quit();
    }
}

/* 0, or why there is no recording (RECCTRL_ERROR_*) with the reason in *error. */
static int32_t begin(struct recorder *r, struct error *error)
{
    struct recording_settings settings = {
        .plain_name = r->settings.controller.recordings_max == 1,
        .fork_snapshot = r->settings.fork_snapshot,
        .checksum = r->settings.checksum,
    };
    int32_t failure = 0;

    if (limits_disk_is_short(&r->settings.limits, r->directory.fd)) {
        error_set(error, "%s has less space left than min_free", r->directory.path);
        return RECCTRL_ERROR_NO_SPACE;
    }
    r->current = recording_start(&settings, &r->directory, r->request.name, r->request.note,
                                 (unsigned)r->request.contract, &failure, error);
    return failure;
}

static void start(struct recorder *r)
{
    struct error error;
    int32_t failure;

    bound_unfinished(r);
    /* The snapshot begins with the finished call. */
    engine_complete_hypercall(RECCTRL_START);
    failure = begin(r, &error);
    if (failure != 0) {
        g_printerr("recctrl: no recording: %s\n", error.text);
        failure = controller_started(r->controller, failure);
        engine_set_answer(request_result(&r->request, failure));
        return;
    }
    controller_started(r->controller, 0);
    note_session(r);
    r->timer = g_timeout_add_seconds(LIMITS_INTERVAL_S, on_timer, NULL);
}

static void end(struct recorder *r, enum manifest_end reason)
{
    g_source_remove(r->timer);
    recording_end(r->current, reason);
    g_ptr_array_add(r->finishing, r->current);
    r->current = NULL;
}

static void carry_out(struct recorder *r, enum step step)
{
    switch (step) {
    case STEP_NONE:
    case STEP_RESUME:
        break;
    case STEP_ANSWER:
        note_session(r);
        engine_complete_hypercall(r->answer);
        break;
    case STEP_START:
        start(r);
        break;
    case STEP_STOP:
        end(r, MANIFEST_END_GUEST);
        engine_complete_hypercall(request_result(&r->request, controller_stopped(r->controller)));
        break;
    }
}

/* The recording ends by somebody else's will than the guest's, wherever the guest is. */
static void end_from_outside(struct recorder *r, enum manifest_end reason)
{
    bool running = engine_machine_runs();

    if (running) {
        engine_stop_machine();
    }
    controller_recording_ended(r->controller);
    end(r, reason);
    if (running) {
        engine_resume_machine();
    }
}

/* The call that waits for its step will not get it; where the vCPU still stands in front of it, it is made again. */
static void take_back(struct recorder *r)
{
    if (atomic_load(&r->step) != STEP_NONE) {
        controller_withdraw(r->controller);
        atomic_store(&r->step, STEP_RESUME);
    }
}

static void enforce_limits(struct recorder *r)
{
    enum manifest_end reason = limits_reached(&r->settings.limits, r->directory.fd, recording_elapsed_ms(r->current),
                                              recording_log_bytes(r->current));

    if (reason != MANIFEST_END_UNKNOWN) {
        end_from_outside(r, reason);
    }
}

bool recorder_on_main_loop(void *recorder)
{
    struct recorder *r = recorder;
    enum step step = (enum step)atomic_load(&r->step);

    if (step != STEP_NONE && engine_machine_runs()) {
        return true; /* the stop was asked for and is not carried out yet */
    }
    if (r->current != NULL && engine_mode() != ENGINE_RECORDING) {
        take_back(r);
        end_from_outside(r, MANIFEST_END_OPERATOR);
        return true;
    }
    if (step != STEP_NONE) {
        carry_out(r, step);
        atomic_store(&r->step, STEP_NONE);
        engine_resume_machine();
    } else if (r->current != NULL) {
        enforce_limits(r);
    }
    close_finished(r);
    return false;
}

/* A reset can't be replayed, so the recording ends in front of it; nobody in the machine holds a session after it. */
void recorder_on_reset(void *recorder)
{
    struct recorder *r = recorder;

    take_back(r);
    if (r->current != NULL) {
        controller_recording_ended(r->controller);
        end(r, MANIFEST_END_RESET);
    }
    controller_forget_sessions(r->controller);
}

void recorder_on_shutdown(void *recorder)
{
    struct recorder *r = recorder;

    if (r->current != NULL) {
        engine_stop_machine();
        end_from_outside(r, MANIFEST_END_SHUTDOWN);
    }
}

void recorder_free(struct recorder *r)
{
    while (r->finishing->len > 0) {
        close_recording(r, 0);
    }
    explicit_bzero(r->secret_bytes, sizeof(r->secret_bytes));
    g_ptr_array_free(r->finishing, TRUE);
    controller_free(r->controller);
    recording_directory_close(&r->directory);
    g_free(r);
}
