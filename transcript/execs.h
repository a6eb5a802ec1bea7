/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Programs that are on their way: execve() was called, and has neither failed nor did the program show up. */
#ifndef RECCTRL_TRANSCRIPT_EXECS_H
#define RECCTRL_TRANSCRIPT_EXECS_H

#include "process.h"

struct exec {
    uint64_t token;
    struct place place; /* of the call */
    struct process *process;
    char *program; /* as the call has it; "" where it could not be read */
    struct vectors vectors;
};

struct execs;

struct execs *execs_new(void);
void execs_free(struct execs *execs);
bool execs_is_empty(const struct execs *execs);

/* The process is held, the path copied. A thread has one at most. */
void execs_add(struct execs *execs, const struct exec *exec);
void execs_remove(struct execs *execs, uint64_t token);

/* The thread's, which is known; NULL: it executes nothing. */
const struct exec *execs_of_thread(const struct execs *execs, uint64_t thread);

/* The first one of this path; NULL: there is none. */
const struct exec *execs_of_program(const struct execs *execs, const char *program);

/* NULL: it executes nothing. */
const struct exec *execs_of_process(const struct execs *execs, const struct process *process);

#endif
