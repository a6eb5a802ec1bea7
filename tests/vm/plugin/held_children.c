/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A plugin with which every child that PANDA forks stands still until somebody continues or kills it. */
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>

bool init_plugin(void *plugin);
void uninit_plugin(void *plugin);

static void hold(void)
{
    raise(SIGSTOP);
}

bool init_plugin(void *plugin)
{
    (void)plugin;
    return pthread_atfork(NULL, NULL, hold) == 0;
}

void uninit_plugin(void *plugin)
{
    (void)plugin;
}
