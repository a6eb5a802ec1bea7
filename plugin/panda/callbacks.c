/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "callbacks.h"

#include "panda_api.h"

/*
 * PANDA aborts itself when it is asked for a number without a trampoline, as 25 is in 2021. These have one in each
 * generation, and among them is all that is looked for.
 */
#define FIRST_COMMON 30
#define LAST_COMMON 48

int callback_number(void (*trampoline)(void))
{
    for (int type = FIRST_COMMON; type <= LAST_COMMON; type++) {
        if (panda_get_cb_trampoline(type).no_arguments == trampoline) {
            return type;
        }
    }
    return -1;
}
