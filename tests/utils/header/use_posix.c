/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs everywhere, in recctrl's absence too, and leaves its caller's handler for SIGILL as it was. */
#include <stdio.h>

#include "recctrl/posix.h"

static void handler(int number)
{
    (void)number;
}

int main(void)
{
    struct sigaction action;
    int i;

    signal(SIGILL, handler);
    for (i = 0; i < 3; i++) {
        printf("%d %d %s\n", recctrl_available(), recctrl_start("x") == RECCTRL_ABSENT, recctrl_strerror(recctrl_stop()));
    }
    recctrl_forget();
    printf("%d\n", recctrl_call1(RECCTRL_ACTION_TOGGLE, "x") == RECCTRL_ABSENT);
    sigaction(SIGILL, NULL, &action);
    return action.sa_handler != handler;
}
