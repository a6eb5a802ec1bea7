/* SPDX-License-Identifier: GPL-2.0-or-later */
/* recctrlu with a host that the test plays: it says what each call gets, and sees what was asked. */
#ifndef RECCTRL_TESTS_FAKE_H
#define RECCTRL_TESTS_FAKE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <cmocka.h>

#include "recctrl/abi.h"

#define CALLS_MAX 16

struct call {
    int contract;
    int32_t action;
    pid_t caller;
    struct recctrl_request request; /* contract 1: only its name */
};

/* The calls since the last run_recctrlu(), in their order; also those that a child made. */
extern struct call calls[CALLS_MAX];
extern volatile int calls_made;

/* What the last run_recctrlu() printed. */
extern char output[8192];
extern char errors[8192];

/* The answers to the calls that follow, in their order, then 0. A call without an answer fails the test. */
#define ANSWERS_END 0x55555555
void answer(int32_t first, ...);
#define answers(...) answer(__VA_ARGS__, ANSWERS_END)

/* Runs it with these words behind its name; returns its exit status. */
int run_recctrlu(const char *first, ...) __attribute__((sentinel));
#define recctrlu(...) run_recctrlu(__VA_ARGS__, (char *)NULL)

/* Each test runs in an empty directory of its own, which holds the secret ("token") and the list ("run/sessions"). */
int enter_directory(void **state);
int leave_directory(void **state);

void write_file(const char *path, const char *text, mode_t mode);

#define test(function) cmocka_unit_test_setup_teardown(function, enter_directory, leave_directory)

#define assert_contains(text, part)                                                                                    \
    do {                                                                                                               \
        if (strstr(text, part) == NULL) {                                                                              \
            fail_msg("\"%s\" is not in \"%s\"", part, text);                                                           \
        }                                                                                                              \
    } while (0)

#endif
