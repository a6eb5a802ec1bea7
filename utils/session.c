/* SPDX-License-Identifier: 0BSD */
#include "session.h"

#include <stddef.h>

#include "print.h"
#include "secret.h"

int session_call(int32_t action1, uint32_t action2, const struct arguments *arguments)
{
    uint8_t token[RECCTRL_SECRET_BYTES];

    if (arguments->session != NULL) {
        return command_call(action2, arguments);
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
