/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The guest's processes, told apart by their address space (the root of its page table), and what becomes of them at
 * fork, exec and exit. An address space is used again once its process is gone.
 */
#ifndef RECCTRL_TRANSCRIPT_PROCESSES_H
#define RECCTRL_TRANSCRIPT_PROCESSES_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "descriptors.h"
#include "memory.h"

#define PROGRAM_MAX 1024 /* bytes of a path with its NUL; longer ones are cut */
#define UID_UNKNOWN UINT32_MAX

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

struct processes;

struct processes *processes_new(void);
void processes_free(struct processes *processes);

/* Where a thread stands in a system call. */
struct place {
    uint64_t space, stack; /* address space, stack pointer */
    uint64_t next;         /* the instruction behind the call; 0 at an entry where that is not known beforehand */
};

/* Whether the instruction is the one behind that entry, as far as is known. */
bool place_is_behind(const struct place *entry, const struct place *returned);

/*
 * The process of an address space that makes a system call. One that was not seen before began before the recording
 * or has just been executed.
 */
struct process *processes_find(struct processes *processes, const struct place *place, const struct memory *memory);

/* Whoever comes out of a call that nobody saw it enter, and is no child, began before the recording. */
void processes_meet(struct processes *processes, const struct place *place, const struct memory *memory);

/* Who has the address space as far as is known; NULL: nobody. */
struct process *processes_at(const struct processes *processes, uint64_t space);

/* The program's path, from the end of the stack where nobody saw it executed; NULL: can't be told. */
const char *process_program(struct process *process, uint64_t stack, const struct memory *memory);

/* At the entry of a call that forks: the child to be. `stack`: its stack pointer. Returns a token, never 0. */
uint64_t processes_fork(struct processes *processes, struct process *parent, const struct place *place, uint64_t stack,
                        bool shares_descriptors);

/* The call has failed. */
void processes_fork_failed(struct processes *processes, uint64_t token);

/* A thread comes out of a call that nobody saw it enter, with the result 0: a child begins, perhaps. */
void processes_maybe_child(struct processes *processes, const struct place *place);

/* vfork(): until the child executes or exits, the address space is its, though its descriptors are its own. */
void processes_vfork(struct processes *processes, struct process *parent, const struct place *place);

/* The parent goes on. */
void processes_vfork_returned(struct processes *processes, const struct place *place);

/*
 * At the entry of execve(). `program`: the path as it is given, by which the new program is known once it runs; ""
 * where it can't be read. Returns a token, never 0.
 */
uint64_t processes_exec(struct processes *processes, struct process *process, const struct place *place,
                        const char *program, struct vectors vectors);

void processes_exec_failed(struct processes *processes, uint64_t token);

/* Takes its descriptors with it. */
void processes_exit(struct processes *processes, const struct place *place);

/* Whether a process waits in vfork() for the one that has this address space now. */
bool processes_is_vforked(const struct process *process);

#endif
