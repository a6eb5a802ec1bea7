/* SPDX-License-Identifier: 0BSD */
#include "../command.h"
#include "sys.h"

void recctrlu_start(long *stack);

/* What the kernel leaves on the stack: the number of words, the words, NULL, the environment, NULL. */
void recctrlu_start(long *stack)
{
    int count = (int)stack[0];
    char **words = (char **)(stack + 1);

    sys_exit(recctrlu_main(count, words, words + count + 1));
}
