/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "monitor.h"

#include <glib.h>
#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

#include "record/recorder.h"

struct context {
    struct recorder *recorder;
    const struct engine_reply *reply;
    const char *argument; /* what follows the verb; empty: nothing */
};

static void say(const struct context *context, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void say(const struct context *context, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    char *text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    context->reply->say(context->reply, text);
    g_free(text);
}

static void start(const struct context *context)
{
    struct error error;

    if (recorder_operator_start(context->recorder, context->argument, &error)) {
        say(context, "recctrl: %s starts as soon as the guest runs\n", context->argument);
    } else {
        say(context, "recctrl: %s\n", error.text);
    }
}

static void stop(const struct context *context)
{
    struct error error;

    if (recorder_operator_stop(context->recorder, &error)) {
        say(context, "recctrl: stopped\n");
    } else {
        say(context, "recctrl: %s\n", error.text);
    }
}

static void status(const struct context *context)
{
    struct recorder_status status = recorder_status(context->recorder);

    if (status.recording == NULL) {
        say(context, "recctrl: no recording goes on, %" PRIu32 " sessions are open\n", status.sessions);
    } else {
        say(context,
            "recctrl: recording %s, started by the %s: %" PRIu64 " instructions, log %" PRIu64 " bytes, %" PRIu32
            " sessions are open\n",
            status.recording, status.by_operator ? "operator" : "guest", status.instructions, status.log_bytes,
            status.sessions);
    }
}

static void sessions(const struct context *context)
{
    struct recorder_status status = recorder_status(context->recorder);
    uint32_t named = 0;

    for (const char *id; (id = recorder_session(context->recorder, named)) != NULL; named++) {
        say(context, "%s\n", id);
    }
    say(context, "recctrl: %" PRIu32 " sessions are open, %" PRIu32 " of them without an identity\n", status.sessions,
        status.sessions - named);
}

static void close_all(const struct context *context)
{
    recorder_operator_close_sessions(context->recorder);
    say(context, "recctrl: all sessions are closed\n");
}

static const struct {
    const char *verb;
    void (*run)(const struct context *context);
    bool takes_argument;
} commands[] = {
    {"start", start, true}, {"stop", stop, false}, {"status", status, false}, {"sessions", sessions, false},
    {"close-all", close_all, false},
};

static void run(const struct context *context, const char *verb)
{
    for (size_t i = 0; i < G_N_ELEMENTS(commands); i++) {
        bool has_argument = context->argument[0] != '\0';
        if (strcmp(verb, commands[i].verb) == 0 && has_argument == commands[i].takes_argument) {
            commands[i].run(context);
            return;
        }
    }
    say(context, "recctrl: valid are start NAME, stop, status, sessions and close-all\n");
}

void monitor_on_command(void *recorder, const char *line, const struct engine_reply *reply)
{
    char **words = g_strsplit(line, " ", 3);
    guint count = g_strv_length(words);

    if (count > 0 && strcmp(words[0], "recctrl") == 0) {
        struct context context = {recorder, reply, count > 2 ? words[2] : ""};
        run(&context, count > 1 ? words[1] : "");
    }
    g_strfreev(words);
}
