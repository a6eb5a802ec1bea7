/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Telling the engine's own functions from other addresses. */
#ifndef RECCTRL_PANDA_ENGINE_CODE_H
#define RECCTRL_PANDA_ENGINE_CODE_H

#include <stdbool.h>

/* Whether the address lies in the engine's library or executable. */
bool is_engine_code(const void *address);

#endif
