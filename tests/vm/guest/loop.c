/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Does one thing over and over until it is killed.

   usage: loop spin|clock|error|status|toggle
     spin    nothing                      error   calls of contract 1 that are refused
     clock   reads the processor's clock  status  calls of contract 2 that are answered
     toggle  starts and stops recordings, as often as it may */
#include "bare.h"

#include "recctrl.h"

static int bare_main(int count, char **arguments)
{
    static struct recctrl_request request;
    const char *what = count == 2 ? arguments[1] : "";

    recctrl_request_init(&request, RECCTRL_CALL_STATUS);
    while (equal(what, "spin"))
        __asm__ volatile("");
    while (equal(what, "clock"))
        __asm__ volatile("rdtsc" : : : "eax", "edx");
    while (equal(what, "error"))
        recctrl_hypercall(RECCTRL_MAGIC, 0, "x");
    while (equal(what, "status"))
        recctrl_hypercall(RECCTRL_MAGIC2, sizeof(request), &request);
    while (equal(what, "toggle"))
        recctrl_hypercall(RECCTRL_MAGIC, RECCTRL_ACTION_TOGGLE, "x");
    return 2;
}
