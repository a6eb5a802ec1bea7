/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The plugin's arguments, as in -panda recctrl:key=value,key=value. */
#ifndef RECCTRL_PLUGIN_ARGUMENTS_H
#define RECCTRL_PLUGIN_ARGUMENTS_H

#include <stdbool.h>

#include "common/error.h"
#include "settings.h"

/* What holds where the operator says nothing. */
void settings_default(struct settings *settings);

/*
 * Takes over one argument. False with a line that names the argument and what is valid: an unknown key lists all
 * keys, a bad value says what the key takes.
 */
bool settings_set(struct settings *settings, const char *key, const char *value, struct error *error);

#endif
