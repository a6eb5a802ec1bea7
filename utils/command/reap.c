/* SPDX-License-Identifier: 0BSD */
#include "../call.h"
#include "../command.h"
#include "../logins.h"
#include "../print.h"

struct reaping {
    const struct arguments *arguments;
    int status;
};

static void close_session(void *opaque, const struct login *login)
{
    struct reaping *reaping = opaque;
    const struct arguments arguments = {.command = reaping->arguments->command, .session = login->session};
    struct recctrl_request request;

    if (!login->is_gone || reaping->status != DONE) {
        return;
    }
    reaping->status = command_request(&request, RECCTRL_CALL_SESSION_CLOSE, &arguments);
    if (reaping->status != DONE) {
        return;
    }
    int32_t answer = call_contract2(&request);
    if (answer < 0 && answer != RECCTRL_ERROR_NOT_OPEN) {
        reaping->status = command_failed(&arguments, answer);
        return;
    }
    logins_remove(login->session);
    print_line("Closed ", login->session, answer == RECCTRL_STOP ? ", stopped recording." : ".");
}

int reap_main(const struct arguments *arguments)
{
    struct reaping reaping = {arguments, DONE};

    return logins_list(close_session, &reaping) == 0 ? reaping.status : REFUSED;
}
