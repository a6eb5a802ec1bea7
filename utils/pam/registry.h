/* SPDX-License-Identifier: 0BSD */
/* The guest's list of open sessions, recctrl/sessions.h. */
#ifndef PAM_RECCTRL_REGISTRY_H
#define PAM_RECCTRL_REGISTRY_H

/* 0, or an errno value. */
int registry_add(const char *identity, const char *note);

/* 0, or an errno value; one that is not listed is none. */
int registry_remove(const char *identity);

#endif
