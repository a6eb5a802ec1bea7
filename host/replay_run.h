/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Running a replay to its end, and listening to it. */
#ifndef RECCTRL_HOST_REPLAY_RUN_H
#define RECCTRL_HOST_REPLAY_RUN_H

#include "common/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Is told how far the replay is, 0 to 1. */
typedef void replay_progress(void *context, double done);

/* What a replay said on its way. */
struct replay_account {
    int status; /* of waitpid() */
    bool completed;
    bool summed; /* the checksum plugin spoke: */
    char ram[9], registers[9];
    uint64_t instructions;
    double done;         /* of all instructions, 0 to 1 */
    char complaint[200]; /* the first line that sounds like one; else the last that is not about progress */
    bool complained;
};

struct replay_listener {
    replay_progress *progress;
    void *context;
    int data_fd; /* read until it ends, beside what PANDA prints; -1: none */
    void (*data)(void *context, const void *bytes, size_t size);
};

/*
 * Runs COMMAND. What it may inherit beside the standard descriptors (KEEP; -1: nothing) is closed in this process, so
 * that a pipe's end can be seen. False if it could not be run.
 */
bool replay_run(char *const *command, int keep, const struct replay_listener *listener,
                struct replay_account *account, struct error *error);

/* Whether it came to the end of the recording. */
bool replay_completed(const struct replay_account *account, struct error *error);

#endif
