/* SPDX-License-Identifier: 0BSD */
/* Who logs in, from where, and in which process. */
#ifndef PAM_RECCTRL_LOGIN_H
#define PAM_RECCTRL_LOGIN_H

#include <security/pam_modules.h>
#include <stdbool.h>
#include <sys/types.h>

/* The strings belong to libpam and may hold any bytes: all but `user` come from the client or its terminal. */
struct login {
    const char *user;
    const char *host; /* "local" where there is none */
    const char *tty;  /* without /dev/; "none" where there is none */
    const char *service;
    pid_t pid;
    unsigned long long start; /* of the process `pid`, in clock ticks since boot; 0: unknown */
};

/* False where the application has not named the user. */
bool login_read(struct login *login, pam_handle_t *pamh);

/* The session's identity, recctrl/sessions.h. `size` at least 64, all of which identity and NUL may need. */
void login_identity(const struct login *login, char *identity, size_t size);

/* "user=… host=… tty=… service=… pid=…", cut to `size` with its NUL. */
void login_note(const struct login *login, char *note, size_t size);

#endif
