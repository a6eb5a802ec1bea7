/* SPDX-License-Identifier: 0BSD */
#include "../call.h"
#include "../command.h"
#include "../print.h"

#define SESSIONS_MAX 255

static const char *recording(int32_t answer)
{
    if (!(answer & RECCTRL_STATUS_RECORDING)) {
        return "off";
    }
    return answer & RECCTRL_STATUS_OPERATOR ? "on, started by the operator" : "on";
}

int status_main(const struct arguments *arguments)
{
    struct recctrl_request request;
    char number[DECIMAL_BYTES];
    int status = command_request(&request, RECCTRL_CALL_STATUS, arguments);

    if (status != DONE) {
        return status;
    }
    int32_t answer = call_contract2(&request);
    if (answer < 0 || (answer & RECCTRL_STATUS_MASK) != RECCTRL_STATUS_BASE) {
        return command_failed(arguments, answer);
    }
    int32_t sessions = answer >> RECCTRL_STATUS_SESSIONS_SHIFT & SESSIONS_MAX;
    print_line("recording: ", recording(answer),
               "\nmode: ", answer & RECCTRL_STATUS_SESSION_MODE ? "session" : "toggle",
               answer & RECCTRL_STATUS_DRY ? ", dry" : "", "\nsessions: ", decimal(number, sessions),
               sessions == SESSIONS_MAX ? " or more" : "",
               "\nsnapshot: ", answer & RECCTRL_STATUS_SNAPSHOT_PENDING ? "being written" : "none being written");
    return DONE;
}
