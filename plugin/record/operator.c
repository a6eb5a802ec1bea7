/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The recorder's part for the operator's commands. */
#include <glib.h>
#include <string.h>

#include "panda/engine.h"
#include "recorder_state.h"

bool recorder_operator_start(struct recorder *r, const char *name, struct error *error)
{
    if (!name_is_valid(name, strlen(name))) {
        return error_fail(error, "\"%.128s\" is no name for a recording: a name has " NAME_RULE, name);
    }
    if (engine_mode() != ENGINE_LIVE) {
        return error_fail(error, "a recording or a replay goes on");
    }
    if (r->operator_name[0] != '\0') {
        return error_fail(error, "%s is about to start, as soon as the guest runs", r->operator_name);
    }
    if (r->settings.controller.dry) {
        return error_fail(error, "nothing is recorded with dry=y");
    }
    if (engine_recording_refusal() != NULL) {
        return error_fail(error, "%s", engine_recording_refusal());
    }
    g_strlcpy(r->operator_name, name, sizeof(r->operator_name));
    engine_watch_blocks(true);
    return true;
}

bool recorder_operator_stop(struct recorder *r, struct error *error)
{
    if (r->operator_name[0] != '\0') {
        engine_watch_blocks(false);
        r->operator_name[0] = '\0';
        return true;
    }
    if (r->current == NULL) {
        return error_fail(error, "no recording of recctrl goes on");
    }
    recorder_end_from_outside(r, MANIFEST_END_OPERATOR);
    return true;
}

void recorder_operator_close_sessions(struct recorder *r)
{
    bool guests = r->current != NULL && !r->operator_owns_current;

    if (guests && r->settings.controller.session_mode) {
        recorder_end_from_outside(r, MANIFEST_END_OPERATOR);
    }
    controller_forget_sessions(r->controller);
}

struct recorder_status recorder_status(const struct recorder *r)
{
    return (struct recorder_status){
        .recording = r->current != NULL ? recording_name(r->current) : NULL,
        .by_operator = r->operator_owns_current,
        .instructions = r->current != NULL ? engine_instructions() : 0,
        .log_bytes = r->current != NULL ? recording_log_bytes(r->current) : 0,
        .sessions = controller_sessions(r->controller),
    };
}

const char *recorder_session(const struct recorder *r, uint32_t index)
{
    return controller_session(r->controller, index);
}
