/* SPDX-License-Identifier: 0BSD */
/* The module's arguments, pam_recctrl(8). */
#ifndef PAM_RECCTRL_OPTIONS_H
#define PAM_RECCTRL_OPTIONS_H

#include <security/pam_modules.h>
#include <stdbool.h>

/* The strings belong to libpam; lists are separated by commas; NULL: not given. */
struct options {
    const char *users;      /* users= */
    const char *groups;     /* groups= */
    const char *exclude;    /* exclude= */
    const char *name;       /* name=, a valid pattern (name.h); never NULL */
    const char *token_file; /* token_file= */
    bool required;          /* required */
    bool debug;             /* debug */
};

/* False: an argument is wrong, which has been logged. `required` and `debug` are set even then. */
bool options_parse(struct options *options, pam_handle_t *pamh, int argc, const char **argv);

#endif
