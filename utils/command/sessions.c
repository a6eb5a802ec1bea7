/* SPDX-License-Identifier: 0BSD */
#include "../command.h"
#include "../logins.h"
#include "../print.h"

static void print_login(void *opaque, const struct login *login)
{
    (void)opaque;
    print_line(login->is_gone ? "gone  " : "open  ", login->session, login->note[0] != '\0' ? "  " : "", login->note);
}

int sessions_main(const struct arguments *arguments)
{
    (void)arguments;
    return logins_list(print_login, 0) == 0 ? DONE : REFUSED;
}
