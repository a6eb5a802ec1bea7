/* SPDX-License-Identifier: 0BSD */
#include "call.h"

#include <setjmp.h>
#include <signal.h>

#include "recctrl.h"

static _Thread_local sigjmp_buf no_such_instruction;

static void on_sigill(int signal_number)
{
    (void)signal_number;
    siglongjmp(no_such_instruction, 1);
}

/* Each call is guarded: with a secret, whether the instruction exists for us depends on the request. */
int32_t call_recctrl(const struct recctrl_request *request)
{
    struct sigaction action = {.sa_handler = on_sigill}, before;
    int32_t answer = RECCTRL_ABSENT;

    sigaction(SIGILL, &action, &before);
    if (sigsetjmp(no_such_instruction, 1) == 0) {
        answer = recctrl_call(request);
    }
    sigaction(SIGILL, &before, NULL);
    return answer;
}
