/* SPDX-License-Identifier: 0BSD */
/* The guest's list of sessions that logins opened (recctrl/sessions.h). */
#ifndef RECCTRLU_LOGINS_H
#define RECCTRLU_LOGINS_H

#include "recctrl/abi.h"

struct login {
    char session[RECCTRL_SESSION_BYTES]; /* identity */
    char note[RECCTRL_NOTE_BYTES];       /* empty where there is none that is valid */
    int is_gone;                         /* the process that opened it has ended */
};

/*
 * Calls each(opaque, login) for every session in the list. Returns 0, also where there is no list, or -1 where the
 * list or /proc can't be read, which has been said.
 */
int logins_list(void (*each)(void *opaque, const struct login *login), void *opaque);

/* Takes a session off the list. */
void logins_remove(const char *session);

#endif
