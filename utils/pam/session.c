/* SPDX-License-Identifier: 0BSD */
#include "session.h"

#include <security/pam_ext.h>
#include <string.h>
#include <syslog.h>

#include "call.h"
#include "name.h"
#include "recctrl.h"
#include "recctrl/sessions.h"
#include "registry.h"
#include "token.h"

/* Asks CHECK first: without recctrl the result register holds any number, START and STOP among them. */
static bool request_prepare(struct recctrl_request *request, pam_handle_t *pamh, const struct options *options)
{
    *request = (struct recctrl_request){.version = RECCTRL_VERSION, .action = RECCTRL_CALL_CHECK};
    if (options->token_file) {
        const char *failure = token_read(options->token_file, request->token);
        if (failure) {
            pam_syslog(pamh, LOG_ERR, "token_file=%s: %s", options->token_file, failure);
            return false;
        }
    }
    if (call_recctrl(request) != (int32_t)RECCTRL_HELLO) {
        pam_syslog(pamh, LOG_WARNING, "no recctrl in this machine%s", options->token_file ? ", or another secret" : "");
        return false;
    }
    return true;
}

bool session_open(struct session *session, pam_handle_t *pamh, const struct options *options,
                  const struct login *login)
{
    struct recctrl_request request;

    if (!request_prepare(&request, pamh, options)) {
        return false;
    }
    request.action = RECCTRL_CALL_SESSION_OPEN;
    name_expand(options->name, login, request.name, sizeof(request.name));
    login_identity(login, session->identity, sizeof(session->identity));
    login_note(login, request.note, sizeof(request.note));
    memcpy(request.session, session->identity, sizeof(request.session));

    /* Listed before it is open: whatever dies in between can be reaped. */
    int unlisted = registry_add(session->identity, request.note);
    if (unlisted) {
        pam_syslog(pamh, LOG_WARNING, "session %s is not listed in %s: %s", session->identity,
                   RECCTRL_SESSIONS_DIRECTORY, strerror(unlisted));
    }
    int32_t answer = call_recctrl(&request);
    explicit_bzero(request.token, sizeof(request.token));
    if (answer < 0) {
        pam_syslog(pamh, LOG_ERR, "session %s is not recorded: %s", session->identity, recctrl_strerror(answer));
        registry_remove(session->identity);
        return false;
    }
    if (options->debug) {
        pam_syslog(pamh, LOG_DEBUG, "session %s is open%s", session->identity,
                   answer == RECCTRL_START ? ", its recording has begun" : "");
    }
    return true;
}

bool session_close(const struct session *session, pam_handle_t *pamh, const struct options *options)
{
    struct recctrl_request request;
    bool closed = request_prepare(&request, pamh, options);

    if (closed) {
        request.action = RECCTRL_CALL_SESSION_CLOSE;
        memcpy(request.session, session->identity, sizeof(request.session));
        int32_t answer = call_recctrl(&request);
        closed = answer >= 0;
        if (!closed) {
            pam_syslog(pamh, LOG_WARNING, "session %s was not open: %s", session->identity, recctrl_strerror(answer));
        } else if (options->debug) {
            pam_syslog(pamh, LOG_DEBUG, "session %s is closed%s", session->identity,
                       answer == RECCTRL_STOP ? ", its recording has ended" : "");
        }
        registry_remove(session->identity);
    }
    explicit_bzero(request.token, sizeof(request.token));
    return closed;
}
