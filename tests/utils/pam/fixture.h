/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pam_recctrl.so in libpam, by service files in a temporary directory. The hypercall and syslog(3) are this
 * program's own: the module, built without its call.c, finds them here.
 */
#ifndef PAM_RECCTRL_FIXTURE_H
#define PAM_RECCTRL_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include <cmocka.h>
#include <security/pam_appl.h>
#include <stdint.h>
#include <sys/types.h>

#include "recctrl.h"

/* What the host answers, how many sessions it was asked to open and to close, and the last such requests. */
struct host {
    int32_t check, open, close;
    int opened, closed;
    struct recctrl_request open_request, close_request;
};

extern struct host host;
extern const struct pam_conv conversation;
extern char directory[64]; /* the working directory of each test */
extern char module[4096];  /* path of the module */
extern char user[128];     /* who runs the test */
extern char logged[8192];  /* the lines that the module gave to syslog */
extern int messages;       /* what the user was told */

/* libpam's answer where the only module of a stack said PAM_IGNORE, and what it says of no other. */
#define ALL_IGNORED PAM_PERM_DENIED

bool find_module_and_user(void);

/* Begin and end of each test. */
int enter(void **state);
int leave(void **state);

#define TEST(function) cmocka_unit_test_setup_teardown(function, enter, leave)

void forget_messages(void);

void put(const char *file, const char *text, mode_t mode);

/* A handle whose service has the module with these arguments, and nothing else, in each stack. */
pam_handle_t *start(const char *arguments);
pam_handle_t *start_as(const char *arguments, const char *name);

/* pam_open_session() on a new handle. */
void open_gives(const char *arguments, int expected);

/* The reason is logged; a login goes on without `required`, and with it fails with one message or in silence. */
void open_fails(const char *arguments, const char *reason);

/* The path of the last opened session in the guest's list. */
const char *listed(void);

#endif
