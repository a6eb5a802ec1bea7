/* SPDX-License-Identifier: 0BSD */
#ifndef PAM_RECCTRL_SELECTION_H
#define PAM_RECCTRL_SELECTION_H

#include <security/pam_modules.h>
#include <stdbool.h>

#include "options.h"

/* Whether the user's sessions are to be recorded: named by users=, or member of one of groups=, or neither is
   given; and not named by exclude=. */
bool user_is_selected(pam_handle_t *pamh, const struct options *options, const char *user);

#endif
