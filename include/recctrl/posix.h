/* SPDX-License-Identifier: 0BSD */
/*
 * recctrl.h for programs that may run on any machine: the first call tries the instruction under a SIGILL handler, and
 * where nobody answers no call is made ever again: each returns RECCTRL_ABSENT.
 *
 * Include it instead of recctrl.h, in a POSIX program (with -std=c99 and the like define _POSIX_C_SOURCE=200112L). The
 * first call must not run in two threads at once. recctrl_forget() has the next call try again.
 */
#ifndef RECCTRL_POSIX_H
#define RECCTRL_POSIX_H

#ifdef RECCTRL_H
#error "recctrl: include recctrl/posix.h instead of recctrl.h, not after it"
#endif

#include <setjmp.h>
#include <signal.h>

#ifndef SA_SIGINFO
#error "recctrl: recctrl/posix.h needs POSIX: define _POSIX_C_SOURCE as 200112L before any #include"
#endif

static int recctrl_may_call(void);
#define RECCTRL_MAY_CALL recctrl_may_call
#include "../recctrl.h"

static int recctrl_answers_; /* 1: yes, -1: no, 0: not known yet */
static sigjmp_buf recctrl_no_such_instruction_;

static __inline__ void recctrl_on_sigill_(int signal_number)
{
    (void)signal_number;
    siglongjmp(recctrl_no_such_instruction_, 1);
}

static __inline__ void recctrl_forget(void)
{
    recctrl_answers_ = 0;
}

/* Whether recctrl listens to this guest; asked once. */
static int recctrl_may_call(void)
{
    static struct recctrl_request request;
    static struct sigaction before;
    static struct sigaction action; /* static: not lost in the jump, and zero */

    if (recctrl_answers_ == 0) {
        recctrl_answers_ = -1;
        action.sa_handler = recctrl_on_sigill_;
        sigemptyset(&action.sa_mask);
        sigaction(SIGILL, &action, &before);
        if (sigsetjmp(recctrl_no_such_instruction_, 1) == 0) {
            recctrl_request_init(&request, RECCTRL_CALL_CHECK);
            if (recctrl_hypercall(RECCTRL_MAGIC2, (int32_t)sizeof(request), &request) == (int32_t)RECCTRL_HELLO) {
                recctrl_answers_ = 1;
            }
        }
        sigaction(SIGILL, &before, 0);
    }
    return recctrl_answers_ == 1;
}

#endif
