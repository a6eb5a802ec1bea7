/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "kick.h"

#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <time.h>

static const struct timespec interval = {.tv_nsec = 7 * 1000 * 1000};

static void *kick(void *argument)
{
    const struct library *library = argument;

    for (;;) {
        nanosleep(&interval, NULL);
        if (library->is_running() && *(volatile const int *)library->replay_mode != REPLAY_MODE_REPLAY) {
            library->cpu_exit(*library->first_cpu);
        }
    }
    return NULL;
}

bool kick_start(const struct library *library, struct error *error)
{
    pthread_t thread;
    sigset_t all, before;
    int problem;

    /* PANDA handles signals in threads of its own choice: this one takes none. */
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    problem = pthread_create(&thread, NULL, kick, (void *)library);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (problem != 0) {
        return error_fail(error, "cannot start a thread: %s", strerror(problem));
    }
    pthread_detach(thread);
    return true;
}
