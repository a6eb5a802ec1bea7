/* SPDX-License-Identifier: 0BSD */
#include "../command.h"

int start_main(const struct arguments *arguments)
{
    return command_call(RECCTRL_CALL_START, arguments);
}
