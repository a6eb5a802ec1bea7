/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the controller has to do, told a second time and in another way: by what ought to be recorded after a call,
 * not by what each call does. Tests and the fuzzer compare the two step by step.
 */
#ifndef RECCTRL_TESTS_CONTROLLER_MODEL_H
#define RECCTRL_TESTS_CONTROLLER_MODEL_H

#include "decide/controller.h"

/* Identities that the model knows; the first is the anonymous one, which can be open several times. */
#define MODEL_IDENTITIES 4
extern const char *const model_identities[MODEL_IDENTITIES];

enum model_event_kind {
    EVENT_CALL,
    EVENT_STARTED, /* or failed: `failure` */
    EVENT_STOPPED,
    EVENT_WITHDRAW,
    EVENT_ENDED,
    EVENT_FORGET,
};

struct model_event {
    enum model_event_kind kind;
    enum call_kind call;
    int identity; /* index of model_identities */
    struct situation situation;
    int32_t failure;
};

struct model {
    struct controller_settings settings;
    bool recording;
    enum verb asked; /* VERB_ANSWER: nothing is pending */
    int pending_identity;
    bool pending_opens;   /* the start that was asked for opens a session */
    bool pending_closes;  /* the stop that was asked for closes one */
    bool pending_all;     /* … closes all */
    uint32_t started;
    int64_t next_start; /* earliest time of it were starts evenly spaced, in milliseconds times starts_per_minute */
    uint32_t open[MODEL_IDENTITIES];
};

/* Whether the controller's user may report this now. */
bool model_allows(const struct model *model, const struct model_event *event);

/* Takes the event and says what the controller has to return; VERB_ANSWER and 0 where it returns nothing. */
struct verdict model_step(struct model *model, const struct model_event *event);

uint32_t model_sessions(const struct model *model);

/* Lets the controller take the event. */
struct verdict model_drive(struct controller *controller, const struct model_event *event);

/* "OPEN(a), foreign" and so on, for messages. */
const char *model_event_text(const struct model_event *event);

#endif
