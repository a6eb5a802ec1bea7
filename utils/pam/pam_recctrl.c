/* SPDX-License-Identifier: 0BSD */
/* Records the sessions of chosen users: pam_recctrl(8). */
#include <security/pam_ext.h>
#include <security/pam_modules.h>
#include <stdlib.h>
#include <syslog.h>

#include "login.h"
#include "options.h"
#include "selection.h"
#include "session.h"

/* The session's name among the data of a PAM handle. */
#define DATA "recctrl_session"

static void forget(pam_handle_t *pamh, void *data, int status)
{
    (void)pamh;
    (void)status;
    free(data);
}

/* For a session that is not recorded and should be. Says nothing of recording to whoever logs in. */
static int failed(pam_handle_t *pamh, const struct options *options, int flags)
{
    if (!options->required) {
        return PAM_IGNORE;
    }
    if (!(flags & PAM_SILENT)) {
        pam_error(pamh, "The session cannot be opened.");
    }
    return PAM_SESSION_ERR;
}

int pam_sm_open_session(pam_handle_t *pamh, int flags, int argc, const char **argv)
{
    struct options options;
    struct login login;

    if (!options_parse(&options, pamh, argc, argv)) {
        return failed(pamh, &options, flags);
    }
    if (!login_read(&login, pamh)) {
        pam_syslog(pamh, LOG_ERR, "the application did not name the user");
        return failed(pamh, &options, flags);
    }
    if (!user_is_selected(pamh, &options, login.user)) {
        return PAM_IGNORE;
    }
    struct session *session = calloc(1, sizeof(*session));
    if (!session || !session_open(session, pamh, &options, &login)) {
        free(session);
        return failed(pamh, &options, flags);
    }
    if (pam_set_data(pamh, DATA, session, forget) != PAM_SUCCESS) {
        session_close(session, pamh, &options);
        free(session);
        return failed(pamh, &options, flags);
    }
    return PAM_SUCCESS;
}

int pam_sm_close_session(pam_handle_t *pamh, int flags, int argc, const char **argv)
{
    struct options options;
    const void *session;

    (void)flags;
    if (pam_get_data(pamh, DATA, &session) != PAM_SUCCESS || !session) {
        return PAM_IGNORE;
    }
    options_parse(&options, pamh, argc, argv);
    bool closed = session_close(session, pamh, &options);
    pam_set_data(pamh, DATA, NULL, NULL);
    return closed ? PAM_SUCCESS : options.required ? PAM_SESSION_ERR : PAM_IGNORE;
}
