/* SPDX-License-Identifier: 0BSD */
#include "../command.h"
#include "../print.h"

int help_main(const struct arguments *arguments)
{
    (void)arguments;
    print_line("usage: recctrlu COMMAND [ARG...]\n"
               "Has the host record this machine, where it is one of PANDA's with the plugin recctrl.\n");
#define COMMAND(name, takes, synopsis, summary)                                                                       \
    print_line("  " #name, *synopsis ? " " synopsis : "", "\n        ", summary);
#include "../commands.h"
#undef COMMAND
    print_line("\n"
               "Exit status: 0 done, 1 refused or failed, 2 wrong usage, 69 no recctrl in this machine; run: that of CMD,\n"
               "126 and 127 where there is none that can be executed.");
    return DONE;
}
