/* SPDX-License-Identifier: 0BSD */
#include "command.h"

#include "call.h"
#include "print.h"
#include "secret.h"
#include "text.h"

static void set(char *field, const char *text)
{
    while (text != NULL && *text != '\0') {
        *field++ = *text++;
    }
}

int command_request(struct recctrl_request *request, uint32_t action, const struct arguments *arguments)
{
    *request = (struct recctrl_request){.version = RECCTRL_VERSION, .action = action};
    set(request->name, arguments->name);
    set(request->session, arguments->session);
    set(request->note, arguments->note);
    if (secret_read(request->token) < 0) {
        print_error("recctrlu: " SECRET_FILE ": " SECRET_RULE);
        return REFUSED;
    }
    return DONE;
}

int command_absent(void)
{
    uint8_t token[RECCTRL_SECRET_BYTES];
    int secret = secret_read(token) == 1;

    print_error("recctrlu: no recctrl in this machine", secret ? ", or not with the secret in " SECRET_FILE : "");
    return ABSENT;
}

int command_failed(const struct arguments *arguments, int32_t answer)
{
    char number[DECIMAL_BYTES];

    if (answer == (int32_t)RECCTRL_ABSENT) {
        return command_absent();
    }
    if (answer < RECCTRL_ERROR_LAST || answer >= 0) {
        print_error("recctrlu: ", arguments->command, ": unknown answer ", decimal(number, answer));
    } else {
        print_error("recctrlu: ", arguments->command, ": ", call_reason(answer));
    }
    return REFUSED;
}

int command_succeeded(int32_t answer)
{
    print_error(answer == RECCTRL_START  ? "Success. Started recording."
                : answer == RECCTRL_STOP ? "Success. Stopped recording."
                                         : "Success.");
    return DONE;
}

int command_call(uint32_t action, const struct arguments *arguments)
{
    struct recctrl_request request;
    int status = command_request(&request, action, arguments);

    if (status != DONE) {
        return status;
    }
    return command_answered(action, arguments, call_contract2(&request));
}

int command_answered(uint32_t action, const struct arguments *arguments, int32_t answer)
{
    if (answer < RECCTRL_NOOP || answer > RECCTRL_STOP) {
        return command_failed(arguments, answer);
    }
    if (answer == RECCTRL_NOOP && action == RECCTRL_CALL_START) {
        print_error("Success. A recording is on already; none was started.");
        return DONE;
    }
    if (answer == RECCTRL_NOOP && action == RECCTRL_CALL_STOP) {
        print_error("Success. No recording is on.");
        return DONE;
    }
    return command_succeeded(answer);
}

/* Contract 1 gives no reason, but a host that speaks contract 2 as well tells its state. */
static const char *reason1(int32_t action, int32_t status)
{
    int wants_session_mode = action != RECCTRL_ACTION_TOGGLE;
    int is_session_mode = (status & RECCTRL_STATUS_SESSION_MODE) != 0;

    if ((status & (int32_t)RECCTRL_STATUS_MASK) != RECCTRL_STATUS_BASE) {
        return "the host gives no reason";
    }
    if (wants_session_mode != is_session_mode) {
        return call_reason(RECCTRL_ERROR_WRONG_MODE);
    }
    if (status & RECCTRL_STATUS_OPERATOR) {
        return call_reason(RECCTRL_ERROR_OPERATOR);
    }
    if (action == RECCTRL_ACTION_SESSION_CLOSE && (status >> RECCTRL_STATUS_SESSIONS_SHIFT & 0xff) == 0) {
        return "no session is open";
    }
    return "the host's log says why";
}

int command_call1(int32_t action, const struct arguments *arguments)
{
    struct recctrl_request status;
    int32_t answer = call_contract1(action, arguments->name);
    char number[DECIMAL_BYTES];

    if (answer == (int32_t)RECCTRL_ABSENT) {
        return command_absent();
    }
    if (answer >= RECCTRL_NOOP && answer <= RECCTRL_STOP) {
        return command_succeeded(answer);
    }
    if (answer != RECCTRL_ERROR) {
        print_error("Error. Unknown hypercall return code: ", decimal(number, answer));
        return REFUSED;
    }
    print_error("Error. Hypercall failed.");
    if (command_request(&status, RECCTRL_CALL_STATUS, arguments) == DONE) {
        print_error("recctrlu: ", arguments->command, ": ", reason1(action, call_contract2(&status)));
    }
    return REFUSED;
}
