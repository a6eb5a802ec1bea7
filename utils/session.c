/* SPDX-License-Identifier: 0BSD */
#include "session.h"

#include <stddef.h>

#include "call.h"
#include "logins.h"
#include "print.h"
#include "secret.h"

/* A host of the first recctrl counts the session at least, unless there is a secret, which it can't know. */
static int call_with_identity(int32_t action1, uint32_t action2, const struct arguments *arguments)
{
    uint8_t token[RECCTRL_SECRET_BYTES];
    struct recctrl_request request;
    int status = command_request(&request, action2, arguments);

    if (status != DONE) {
        return status;
    }
    int32_t answer = call_contract2(&request);
    if (answer == (int32_t)RECCTRL_ABSENT && secret_read(token) == 0) {
        status = command_call1(action1, arguments);
    } else {
        status = command_answered(action2, arguments, answer);
    }
    if (action2 == RECCTRL_CALL_SESSION_CLOSE && (status == DONE || answer == RECCTRL_ERROR_NOT_OPEN)) {
        logins_remove(arguments->session);
    }
    return status;
}

int session_call(int32_t action1, uint32_t action2, const struct arguments *arguments)
{
    uint8_t token[RECCTRL_SECRET_BYTES];

    if (arguments->session != NULL) {
        return call_with_identity(action1, action2, arguments);
    }
    if (arguments->note != NULL) {
        print_error("recctrlu: ", arguments->command, ": --note needs --session ID");
        return USAGE;
    }
    if (secret_read(token) != 0) {
        print_error("recctrlu: ", arguments->command, ": with the secret in " SECRET_FILE " --session ID is needed");
        return USAGE;
    }
    return command_call1(action1, arguments);
}
