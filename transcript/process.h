/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One process of the guest, and where its threads are seen. */
#ifndef RECCTRL_TRANSCRIPT_PROCESS_H
#define RECCTRL_TRANSCRIPT_PROCESS_H

#include <stdbool.h>
#include <stdint.h>

#include "descriptors.h"

#define PROGRAM_MAX 1024 /* bytes of a path with its NUL; longer ones are cut */
#define UID_UNKNOWN UINT32_MAX

/* Where a thread stands in a system call. */
struct place {
    uint64_t space, stack; /* address space, stack pointer */
    uint64_t next;         /* the instruction behind the call; 0 at an entry where that is not known beforehand */
    uint64_t thread;       /* the same as long as it lives, whatever it executes; 0: can't be told */
};

/* Whether the instruction is the one behind that entry, as far as is known. */
bool place_is_behind(const struct place *entry, const struct place *returned);

/* How many strings a program was given. */
struct vectors {
    unsigned arguments, environment;
};

struct process {
    unsigned references;
    uint64_t identity; /* counted from 1 */
    uint64_t parent;   /* its identity; 0: unknown */
    uint32_t uid;      /* effective, or UID_UNKNOWN */
    char *program;     /* path as it was executed; NULL: not known */
    unsigned looks;     /* for the program */
    uint64_t stack_end; /* of its first thread; 0: not looked for as yet */
    uint64_t execs_seen; /* up to which execve() it is certain that this is still the process that it was */
    bool program_is_new;    /* it has just begun, with these strings; for whoever finds it first */
    struct vectors vectors;
    struct descriptors *descriptors;
    struct process *suspended; /* who waits for this one in vfork(), and gets the address space back */
};

/* Takes over the descriptors; its one reference is the caller's. */
struct process *process_new(uint64_t identity, struct descriptors *descriptors);
struct process *process_hold(struct process *process);
void process_drop(struct process *process);

/* What fork() makes of the parent. */
struct process *process_child(uint64_t identity, const struct process *parent, bool shares_descriptors);

#endif
