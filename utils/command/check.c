/* SPDX-License-Identifier: 0BSD */
#include "../call.h"
#include "../command.h"
#include "../print.h"

#define VERSION_MASK 0xffff

int check_main(const struct arguments *arguments)
{
    struct recctrl_request request;
    char number[DECIMAL_BYTES];
    int status = command_request(&request, RECCTRL_CALL_CHECK, arguments);

    if (status != DONE) {
        return status;
    }
    int32_t answer = call_contract2(&request);
    if ((answer & ~VERSION_MASK) != (RECCTRL_HELLO & ~VERSION_MASK)) {
        return command_failed(arguments, answer);
    }
    print_line("There is a recctrl in this machine, it speaks version ", decimal(number, answer & VERSION_MASK), ".");
    return DONE;
}
