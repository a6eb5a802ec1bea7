/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "machine.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

#define PLUGIN "recctrl"

static bool is_option(const char *word, const char *name)
{
    return g_str_equal(word, name) || (word[0] == '-' && g_str_equal(word + 1, name));
}

static bool names_recctrl(const char *plugin)
{
    size_t length = strcspn(plugin, ":");

    return length == strlen(PLUGIN) && strncmp(plugin, PLUGIN, length) == 0;
}

/* The value of -panda without recctrl: PANDA takes several plugins divided by semicolons. NULL: none is left. */
static char *without_recctrl(const char *plugins)
{
    char **all = g_strsplit(plugins, ";", -1);
    GPtrArray *rest = g_ptr_array_new();
    char *joined = NULL;

    for (char **plugin = all; *plugin != NULL; plugin++) {
        if (!names_recctrl(*plugin)) {
            g_ptr_array_add(rest, *plugin);
        }
    }
    if (rest->len > 0) {
        g_ptr_array_add(rest, NULL);
        joined = g_strjoinv(";", (char **)rest->pdata);
    }
    g_ptr_array_free(rest, TRUE);
    g_strfreev(all);
    return joined;
}

char **machine_arguments(char *const *command_line, int count)
{
    GPtrArray *arguments = g_ptr_array_new();

    for (int i = 0; i < count; i++) {
        bool has_value = i + 1 < count;
        if (has_value && is_option(command_line[i], "-panda")) {
            char *plugins = without_recctrl(command_line[++i]);
            if (plugins != NULL) {
                g_ptr_array_add(arguments, g_strdup("-panda"));
                g_ptr_array_add(arguments, plugins);
            }
        } else if (has_value && is_option(command_line[i], "-panda-arg") && names_recctrl(command_line[i + 1])) {
            i++;
        } else {
            g_ptr_array_add(arguments, g_strdup(command_line[i]));
        }
    }
    g_ptr_array_add(arguments, NULL);
    return (char **)g_ptr_array_free(arguments, FALSE);
}
