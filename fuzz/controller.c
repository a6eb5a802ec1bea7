/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The state machine under random calls, failures of the engine and the operator's doings, against its model. */
#include "controller_model.h"

#include "input.h"

/* What a user of the controller may not report stays out; time never goes back. */
static bool take_event(struct input *input, const struct model *model, int64_t *now_ms, struct model_event *event)
{
    uint8_t kind = input_u8(input);
    uint8_t what = input_u8(input);

    *event = (struct model_event){.kind = kind % 16 < 10 ? EVENT_CALL : (enum model_event_kind)(kind % 16 - 9)};
    if (event->kind > EVENT_FORGET) {
        return false;
    }
    /* Short and long steps, so that starts come too soon and not. */
    *now_ms += kind & 16 ? (int64_t)what * 400 : kind & 32 ? 1 : 0;
    event->call = (enum call_kind)(what % (CALL_SESSION_CLOSE_ALL + 1));
    event->identity = event->call == CALL_SESSION_OPEN || event->call == CALL_SESSION_CLOSE ? what / 16 % MODEL_IDENTITIES
                                                                                             : 0;
    event->situation = (struct situation){(kind & 0xc0) == 0xc0, kind & 0x40, *now_ms};
    event->failure = event->kind == EVENT_STARTED && what % 4 == 0 ? RECCTRL_ERROR_BAD_REQUEST - what % 15 : 0;
    return model_allows(model, event);
}

static void step(struct controller *controller, struct model *model, const struct model_event *event)
{
    struct verdict expected = model_step(model, event);
    struct verdict verdict = model_drive(controller, event);
    uint32_t named = 0;

    if (verdict.verb != expected.verb || verdict.answer != expected.answer) {
        fprintf(stderr, "%s: verb %d answer %d, expected %d %d\n", model_event_text(event), verdict.verb,
                verdict.answer, expected.verb, expected.answer);
        abort();
    }
    PROMISE(controller_is_recording(controller) == model->recording);
    PROMISE(controller_sessions(controller) == model_sessions(model));
    while (controller_session(controller, named) != NULL) {
        named++;
    }
    PROMISE(named == model_sessions(model) - model->open[0]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input input = {data, size};
    uint8_t mode = input_u8(&input);
    struct controller_settings settings = {
        .session_mode = mode & 1,
        .dry = mode & 2,
        .recordings_max = mode >> 2 & 3,
        .starts_per_minute = mode & 16 ? input_u8(&input) : 0,
        .sessions_max = mode & 32 ? 1 + (uint32_t)input_u8(&input) * 2 : 3,
    };
    struct controller *controller = controller_new(&settings);
    struct model model;
    int64_t now_ms = 0;

    memset(&model, 0, sizeof(model));
    model.settings = settings;
    while (input.size > 0) {
        struct model_event event;
        if (take_event(&input, &model, &now_ms, &event)) {
            step(controller, &model, &event);
        }
    }
    controller_free(controller);
    return 0;
}
