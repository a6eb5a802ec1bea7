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

#include "memory.h"
#include "process.h"

struct processes;

struct processes *processes_new(void);
void processes_free(struct processes *processes);

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

/*
 * At the entry of a call that forks: the child to be. `stack`: its stack pointer; `number_address`: as forks.h has it.
 * Returns a token, never 0.
 */
uint64_t processes_fork(struct processes *processes, struct process *parent, const struct place *place, uint64_t stack,
                        uint64_t number_address, bool shares_descriptors);

/* The parent goes on with this result: an error, or the child's number. */
void processes_fork_returned(struct processes *processes, uint64_t token, int64_t result);

/* A thread comes out of a call that nobody saw it enter, with the result 0: a child begins, perhaps. */
void processes_maybe_child(struct processes *processes, const struct place *place, const struct memory *memory);

/* vfork(): until the child executes or exits, the address space is its, though its descriptors are its own. */
void processes_vfork(struct processes *processes, struct process *parent, const struct place *place);

/* The parent goes on. */
void processes_vfork_returned(struct processes *processes, const struct place *place);

/*
 * At the entry of execve(). `program`: the path as it is given; "" where it can't be read. The new program is known by
 * its thread, or, where threads can't be told apart, by this path. Returns a token, never 0.
 */
uint64_t processes_exec(struct processes *processes, struct process *process, const struct place *place,
                        char *program, struct vectors vectors);

void processes_exec_failed(struct processes *processes, uint64_t token);

/* Takes its descriptors with it. */
void processes_exit(struct processes *processes, const struct place *place);

/* Whether a process waits in vfork() for the one that has this address space now. */
bool processes_is_vforked(const struct process *process);

#endif
