/* SPDX-License-Identifier: 0BSD */
#include "../command.h"
#include "../session.h"

int open_session_main(const struct arguments *arguments)
{
    return session_call(RECCTRL_ACTION_SESSION_OPEN, RECCTRL_CALL_SESSION_OPEN, arguments);
}
