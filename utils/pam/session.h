/* SPDX-License-Identifier: 0BSD */
/* Opening and closing a session at the host and in the guest's list. */
#ifndef PAM_RECCTRL_SESSION_H
#define PAM_RECCTRL_SESSION_H

#include <security/pam_modules.h>
#include <stdbool.h>

#include "login.h"
#include "options.h"
#include "recctrl/abi.h"

/* What the session's PAM handle keeps from its opening to its closing. */
struct session {
    char identity[sizeof(((struct recctrl_request *)0)->session)];
};

/* Fills *session. False: it is not open, which has been logged. */
bool session_open(struct session *session, pam_handle_t *pamh, const struct options *options,
                  const struct login *login);

/* False: the host refused, which has been logged; only where it did not answer at all the session stays listed. */
bool session_close(const struct session *session, pam_handle_t *pamh, const struct options *options);

#endif
