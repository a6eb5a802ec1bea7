/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Says the words of its command line, in brackets, and that it runs; ends with what the first one says. */
#include <stdio.h>
#include <stdlib.h>

int main(int count, char **words)
{
    fprintf(stderr, "runs\n");
    for (int i = 1; i < count; i++) {
        printf("[%s]", words[i]);
    }
    return count > 1 ? atoi(words[1]) : 0;
}
