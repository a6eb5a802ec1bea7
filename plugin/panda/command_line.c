/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command_line.h"

#include <glib.h>

#include "engine.h"
#include "panda_api.h"

static char **words; /* as long as the process; NULL: not kept yet */
static int word_count;

void command_line_keep(void)
{
    if (words == NULL) {
        words = g_new(char *, (size_t)gargc);
        for (word_count = 0; word_count < gargc; word_count++) {
            words[word_count] = g_strdup(gargv[word_count]);
        }
    }
}

bool command_line_find(void)
{
    bool machine_is_made = cpus != NULL;

    if (machine_is_made && panda_get_library_mode()) {
        return words != NULL;
    }
    if (gargc > 0) {
        command_line_keep();
    }
    return true;
}

char *const *engine_command_line(int *count)
{
    *count = word_count - 1;
    return words + 1;
}
