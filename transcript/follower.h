/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Follows the system calls of a Linux guest's programs, finds terminals and sessions without one, and writes what
 * passes through them. It knows the system call ABI and nothing of the kernel.
 */
#ifndef RECCTRL_TRANSCRIPT_FOLLOWER_H
#define RECCTRL_TRANSCRIPT_FOLLOWER_H

#include <stdint.h>

#include "abi.h"
#include "memory.h"
#include "processes.h"
#include "writer.h"

struct follower;

/* The writer stays the caller's, who sets the time before each event. */
struct follower *follower_new(struct writer *writer);
void follower_free(struct follower *follower);

/* A program makes a system call; `arguments` in the ABI's order. */
void follower_enter(struct follower *follower, const struct abi *abi, const struct place *place, uint64_t number,
                    const uint64_t arguments[CALL_ARGUMENTS], const struct memory *memory);

/* A program goes on behind the system call instruction, with that value in the result register. */
void follower_return(struct follower *follower, const struct place *place, uint64_t value, const struct memory *memory);

/* The end of the recording: tells what was missing. */
void follower_end(struct follower *follower);

#endif
