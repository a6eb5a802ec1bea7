/* SPDX-License-Identifier: 0BSD */
/* Records a part of itself, and the machine around it; in a machine without recctrl it only works. */
#include <stdio.h>

#include "recctrl/posix.h"

static unsigned long work(void)
{
    unsigned long sum = 0;
    unsigned long i;

    for (i = 1; i <= 100000; i++) {
        sum += i * i;
    }
    return sum;
}

int main(void)
{
    int32_t start = recctrl_start("section-c");
    unsigned long sum = work();

    /* Whoever began a recording ends it: NOOP says that another one was on. */
    if (start == RECCTRL_START) {
        recctrl_stop();
    }
    printf("the sum is %lu, %s\n", sum, start == RECCTRL_START ? "recorded" : recctrl_strerror(start));
    return 0;
}
