/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Children that were forked and did not show up as yet. */
#ifndef RECCTRL_TRANSCRIPT_FORKS_H
#define RECCTRL_TRANSCRIPT_FORKS_H

#include "memory.h"
#include "process.h"

struct forks;

struct forks *forks_new(void);
void forks_free(struct forks *forks);

/*
 * Takes over the child. `place`: the parent's, but for the child's stack pointer. `number_address`: where the kernel
 * writes the child's number in its memory, before it begins; 0: nowhere.
 */
void forks_add(struct forks *forks, uint64_t token, const struct place *place, uint64_t number_address,
               struct process *child);

/* The parent goes on with this result: an error, or the child's number. */
void forks_returned(struct forks *forks, uint64_t token, int64_t result);

/*
 * Whose first instruction may be at this place; NULL: nobody's. It is the caller's. Of several children on equal stacks
 * it is the one with its number, if its parent went on before it, and else the one that was forked first.
 */
struct process *forks_take(struct forks *forks, const struct place *place, const struct memory *memory);

#endif
