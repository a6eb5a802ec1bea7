/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "recorder.h"

#include <glib.h>
#include <string.h>

#include "child.h"
#include "notice.h"
#include "panda/engine.h"
#include "recorder_state.h"
#include "secret.h"

/* Recordings that ended and are not whole on disk yet: each may hold a copy of what the guest wrote since. */
#define UNFINISHED_MAX 4

#define LIMITS_INTERVAL_S 1

struct recorder *recorder_new(const struct settings *settings, const struct recorder_listener *listener,
                              struct error *error)
{
    struct recorder *r = g_new0(struct recorder, 1);

    r->settings = *settings;
    r->listener = *listener;
    if (settings->token_file[0] != '\0') {
        if (!secret_read(settings->token_file, r->secret_bytes, error)) {
            g_free(r);
            return NULL;
        }
        r->secret = r->secret_bytes;
    }
    if (!hooks_init(&r->hooks, settings->pack, r->settings.on_record, error)) {
        g_free(r);
        return NULL;
    }
    if (!recording_directory_open(&r->directory, settings->directory, error)) {
        hooks_wait(&r->hooks);
        g_free(r);
        return NULL;
    }
    if (settings->fork_snapshot && !child_can_allocate()) {
        notice("the guest waits while snapshots are written; it need not if PANDA is started with "
               "G_SLICE=always-malloc, as recctrl vm does");
    }
    r->controller = controller_new(&settings->controller);
    r->finishing = g_ptr_array_new();
    refusals_init(&r->refusals);
    rate_init(&r->logged_calls, settings->calls_per_minute);
    return r;
}

void recorder_note_session(struct recorder *r)
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
    struct recording *recording = g_ptr_array_remove_index(r->finishing, index);
    char *name = g_strdup(recording_name(recording));

    if (recording_close(recording)) {
        r->whole++;
        hooks_run(&r->hooks, r->directory.path, name);
    }
    g_free(name);
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

int32_t recorder_begin(struct recorder *r, const char *name, const char *note, unsigned contract,
                       struct error *error)
{
    struct recording_settings settings = {
        .plain_name = r->settings.controller.recordings_max == 1,
        .fork_snapshot = r->settings.fork_snapshot,
        .checksum = r->settings.checksum,
    };
    int32_t failure = 0;

    bound_unfinished(r);
    if (limits_disk_is_short(&r->settings.limits, r->directory.fd)) {
        error_set(error, "%s has less space left than min_free", r->directory.path);
        return RECCTRL_ERROR_NO_SPACE;
    }
    r->current = recording_start(&settings, &r->directory, name, note, contract, &failure, error);
    if (r->current != NULL) {
        r->listener.started(recording_name(r->current));
        r->timer = g_timeout_add_seconds(LIMITS_INTERVAL_S, on_timer, NULL);
    }
    return failure;
}

static void start(struct recorder *r)
{
    struct error error;
    int32_t failure;

    /* The snapshot begins with the finished call. */
    engine_complete_hypercall(RECCTRL_START);
    failure = recorder_begin(r, r->request.name, r->request.note, (unsigned)r->request.contract, &error);
    if (failure != 0) {
        refusals_tell(&r->refusals, failure, error.text, g_get_monotonic_time() / 1000);
        failure = controller_started(r->controller, failure);
        engine_set_answer(request_result(&r->request, failure));
        return;
    }
    controller_started(r->controller, 0);
    recorder_note_session(r);
}

static void start_for_operator(struct recorder *r)
{
    struct error error;

    engine_watch_blocks(false);
    if (r->operator_name[0] == '\0') {
        return; /* taken back meanwhile */
    }
    if (engine_mode() != ENGINE_LIVE) {
        error_set(&error, "%s: another recording was first", r->operator_name);
    } else {
        r->operator_owns_current = recorder_begin(r, r->operator_name, "", 0, &error) == 0;
    }
    r->operator_name[0] = '\0';
    if (!r->operator_owns_current) {
        notice("no recording: %s", error.text);
    }
}

static void end(struct recorder *r, enum manifest_end reason)
{
    g_source_remove(r->timer);
    r->listener.stopped(recording_name(r->current));
    recording_end(r->current, reason);
    g_ptr_array_add(r->finishing, r->current);
    r->current = NULL;
    r->operator_owns_current = false;
}

static void carry_out(struct recorder *r, enum step step)
{
    switch (step) {
    case STEP_NONE:
    case STEP_RESUME:
        break;
    case STEP_START:
        start(r);
        break;
    case STEP_OPERATOR_START:
        start_for_operator(r);
        break;
    case STEP_STOP:
        end(r, MANIFEST_END_GUEST);
        engine_complete_hypercall(request_result(&r->request, controller_stopped(r->controller)));
        break;
    }
}

/* A start or stop that waits for its step will not get it: the guest makes the call again. */
static void take_back(struct recorder *r)
{
    int step = atomic_load(&r->step);

    if (step == STEP_START || step == STEP_STOP) {
        controller_withdraw(r->controller);
        atomic_store(&r->step, STEP_RESUME);
    }
}

/* Until the machine has stopped the guest can make a call. Then the next round of the main loop lets it run. */
void recorder_end_from_outside(struct recorder *r, enum manifest_end reason)
{
    bool running = engine_machine_runs();

    if (running) {
        engine_stop_machine();
    }
    take_back(r);
    controller_recording_ended(r->controller);
    end(r, reason);
    if (running && atomic_load(&r->step) == STEP_NONE) {
        engine_resume_machine();
    }
}

static void enforce_limits(struct recorder *r)
{
    enum manifest_end reason = limits_reached(&r->settings.limits, r->directory.fd, recording_elapsed_ms(r->current),
                                              recording_log_bytes(r->current));

    if (reason != MANIFEST_END_UNKNOWN) {
        recorder_end_from_outside(r, reason);
    }
}

bool recorder_on_main_loop(void *recorder)
{
    struct recorder *r = recorder;
    enum step step = (enum step)atomic_load(&r->step);

    if (r->current != NULL) {
        recording_tick(r->current);
    }
    if (step != STEP_NONE && engine_machine_runs()) {
        return true; /* the stop was asked for and is not carried out yet */
    }
    if (step != STEP_NONE && engine_forgets_translated_code()) {
        return false;
    }
    if (r->current != NULL && (engine_take_end_request() || engine_mode() != ENGINE_RECORDING)) {
        recorder_end_from_outside(r, MANIFEST_END_OPERATOR);
        return true;
    }
    if (step == STEP_START && engine_mode() != ENGINE_LIVE) {
        take_back(r); /* the operator began a recording meanwhile */
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

    if (atomic_load(&r->step) != STEP_NONE) {
        controller_withdraw(r->controller);
        atomic_store(&r->step, STEP_RESUME);
    }
    controller_recording_ended(r->controller);
    if (r->current != NULL) {
        end(r, MANIFEST_END_RESET);
    }
    controller_forget_sessions(r->controller);
}

/* With -no-shutdown the main loop lives on. A call that waits for its step is made again if the vCPU ever runs. */
void recorder_on_shutdown(void *recorder)
{
    struct recorder *r = recorder;

    if (r->current != NULL || atomic_load(&r->step) != STEP_NONE) {
        engine_stop_machine();
    }
    if (r->current != NULL) {
        recorder_end_from_outside(r, MANIFEST_END_SHUTDOWN);
    }
    if (atomic_exchange(&r->step, STEP_NONE) != STEP_NONE) {
        controller_withdraw(r->controller);
    }
}

void recorder_free(struct recorder *r)
{
    while (r->finishing->len > 0) {
        close_recording(r, 0);
    }
    hooks_wait(&r->hooks);
    explicit_bzero(r->secret_bytes, sizeof(r->secret_bytes));
    g_ptr_array_free(r->finishing, TRUE);
    controller_free(r->controller);
    recording_directory_close(&r->directory);
    g_free(r);
}
