/* SPDX-License-Identifier: 0BSD */
#include "../call.h"
#include "../command.h"
#include "../secret.h"

/* A host that wants a secret takes no call of contract 1, and contract 2 has no toggle. */
static int toggle_with_secret(const struct arguments *arguments)
{
    struct recctrl_request request;
    int status = command_request(&request, RECCTRL_CALL_STATUS, arguments);

    if (status != DONE) {
        return status;
    }
    int32_t answer = call_contract2(&request);
    if ((answer & RECCTRL_STATUS_MASK) != RECCTRL_STATUS_BASE || answer < 0) {
        return command_failed(arguments, answer);
    }
    return command_call(answer & RECCTRL_STATUS_RECORDING ? RECCTRL_CALL_STOP : RECCTRL_CALL_START, arguments);
}

int toggle_main(const struct arguments *arguments)
{
    uint8_t token[RECCTRL_SECRET_BYTES];

    if (secret_read(token) != 0) {
        return toggle_with_secret(arguments);
    }
    return command_call1(RECCTRL_ACTION_TOGGLE, arguments);
}
