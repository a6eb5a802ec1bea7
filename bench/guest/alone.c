/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The least that a recording of one program can hold, in two recordings:
 *   alone exec    an execve, up to the program's first instruction
 *   alone exit    the end of a program, up to where the parent that waits for it goes on
 *   alone stop    the program that the first executes
 * Without words it is the smallest program there is.
 */
#include "recctrl.h"
#include "utils/command.h"
#include "utils/sys/sys.h"
#include "utils/text.h"

static char **environment_of_all;

static int execute(void *argument)
{
    static char *program[] = {"/bin/alone", "stop", NULL};

    (void)argument;
    sys_yield();
    recctrl_start("exec");
    return (int)sys_execute(program[0], program, environment_of_all);
}

static int end(void *argument)
{
    (void)argument;
    sys_yield();
    recctrl_start("exit");
    return 0;
}

/* Waits for a child that shares this one's memory, as recctrlu's does. */
static void await(int (*child)(void *argument))
{
    static _Alignas(16) char stack[4096];
    int status;
    long process = sys_spawn(child, NULL, stack + sizeof(stack));

    sys_wait(process, &status, 1);
}

int recctrlu_main(int count, char **words, char **environment)
{
    environment_of_all = environment;
    if (count < 2) {
        return 0;
    }
    if (text_equal(words[1], "exec")) {
        await(execute);
        return 0;
    }
    if (text_equal(words[1], "exit")) {
        await(end);
    }
    return recctrl_stop() != RECCTRL_STOP;
}
