/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The plugin as PANDA sees it: reads the arguments and ties the recorder to the engine. */
#include <glib.h>

#include "arguments.h"
#include "events.h"
#include "monitor.h"
#include "notice.h"
#include "panda/engine.h"
#include "record/recorder.h"

#define PLUGIN "recctrl"

bool init_plugin(void *plugin);
void uninit_plugin(void *plugin);

static struct recorder *recorder;

struct parse {
    struct settings settings;
    struct error error;
};

static bool take_argument(const struct engine_argument *argument, void *opaque)
{
    struct parse *parse = opaque;

    return settings_set(&parse->settings, argument->key, argument->value, &parse->error);
}

static bool load(void *plugin, struct error *error)
{
    struct parse parse = {0};

    settings_default(&parse.settings);
    if (!engine_arguments(PLUGIN, take_argument, &parse)) {
        *error = parse.error;
        return false;
    }
    if (engine_machine_refusal() != NULL) {
        error_set(error, "%s", engine_machine_refusal());
        return false;
    }
    recorder = recorder_new(&parse.settings, &(struct recorder_listener){events_tell_started, events_tell_stopped},
                            error);
    if (recorder == NULL) {
        return false;
    }
    struct engine_handlers handlers = {
        .hypercall = recorder_on_hypercall,
        .block = recorder_on_block,
        .command = monitor_on_command,
        .main_loop = recorder_on_main_loop,
        .reset = recorder_on_reset,
        .shutdown = recorder_on_shutdown,
        .opaque = recorder,
    };
    return engine_attach(plugin, &handlers, error);
}

bool init_plugin(void *plugin)
{
    struct error error;

    if (!load(plugin, &error)) {
        notice("%s", error.text);
        return false;
    }
    return true;
}

void uninit_plugin(void *plugin)
{
    (void)plugin;
    if (recorder != NULL) {
        recorder_on_shutdown(recorder);
        engine_detach();
        recorder_free(recorder);
        recorder = NULL;
    }
}
