/* SPDX-License-Identifier: 0BSD */
#include "../command.h"

int stop_main(const struct arguments *arguments)
{
    return command_call(RECCTRL_CALL_STOP, arguments);
}
