/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The plugin's arguments, a line for each KEY=VALUE. */
#include "plugin/arguments.h"

#include <glib.h>

#include "input.h"

static void check(const struct settings *settings)
{
    PROMISE(settings->limits.seconds <= 31622400);
    PROMISE(settings->controller.starts_per_minute <= 60000);
    PROMISE(settings->controller.sessions_max >= 1 && settings->controller.sessions_max <= 65536);
    PROMISE(settings->calls_per_minute <= 6000000);
    PROMISE(memchr(settings->directory, '\0', sizeof(settings->directory)) != NULL && settings->directory[0] != '\0');
    PROMISE(memchr(settings->token_file, '\0', sizeof(settings->token_file)) != NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input input = {data, size};
    char *text = input_string(&input);
    char **lines = g_strsplit(text, "\n", -1);
    struct settings *settings = g_new(struct settings, 1);

    settings_default(settings);
    for (char **line = lines; *line != NULL; line++) {
        char *equals = strchr(*line, '=');
        const char *value = equals != NULL ? equals + 1 : "";
        struct error error = {""};
        if (equals != NULL) {
            *equals = '\0';
        }
        if (settings_set(settings, *line, value, &error)) {
            PROMISE(error.text[0] == '\0');
        } else {
            PROMISE(strstr(error.text, "argument") != NULL && strchr(error.text, '\n') == NULL);
            PROMISE(memchr(error.text, '\0', sizeof(error.text)) != NULL);
            break; /* as PANDA, which does not go on with a bad one */
        }
        check(settings);
    }
    g_free(settings);
    g_strfreev(lines);
    free(text);
    return 0;
}
