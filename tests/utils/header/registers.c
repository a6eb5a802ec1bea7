/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Nothing of the caller's gets lost in a call that the CPU itself answers: keeps more values alive across it than
 * there are registers, and prints "same" when all are as before. Needs no C library: utils/sys/ starts it.
 */
#include "recctrl.h"
#include "utils/command.h"
#include "utils/print.h"

static volatile unsigned seed = 2463534242u;
static unsigned global = 5;

static unsigned next(unsigned *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    return *state ^= *state << 5;
}

static __attribute__((noinline)) unsigned mix(int calls)
{
    unsigned state = seed;
    unsigned a = next(&state), b = next(&state), c = next(&state), d = next(&state), e = next(&state);
    unsigned f = next(&state), g = next(&state), h = next(&state), i = next(&state), j = next(&state);
    unsigned k = next(&state), l = next(&state), m = next(&state), n = next(&state), o = next(&state);

    while (calls-- > 0) {
        struct recctrl_request request;
        recctrl_request_init(&request, RECCTRL_CALL_CHECK);
        if (recctrl_hypercall(RECCTRL_MAGIC2, (int32_t)sizeof(request), &request) != (int32_t)RECCTRL_ABSENT ||
            recctrl_hypercall(RECCTRL_MAGIC, RECCTRL_ACTION_TOGGLE, "x") != (int32_t)RECCTRL_ABSENT) {
            return 0;
        }
    }
    return (a ^ b) + (c ^ d) * 3 + (e ^ f) * 5 + (g ^ h) * 7 + (i ^ j) * 11 + (k ^ l) * 13 + (m ^ n) * 17 + o + global++;
}

static void one_call(void)
{
    recctrl_hypercall(RECCTRL_MAGIC, RECCTRL_ACTION_TOGGLE, "x");
}

int keeps_saved_registers(void (*function)(void));

int recctrlu_main(int count, char **words, char **environment)
{
    unsigned before = mix(0);
    unsigned after = mix(1);

    (void)count;
    (void)words;
    (void)environment;
    print_line(before + 1 == after && keeps_saved_registers(one_call) ? "same" : "changed");
    return 0;
}
