/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Terminals that were open when the recording began. */
#ifndef RECCTRL_TRANSCRIPT_BEGUN_H
#define RECCTRL_TRANSCRIPT_BEGUN_H

#include "follower_state.h"

/* The process, a server of terminals, has an object of unknown kind; `may_be_master`: it was not seen to be opened. */
void begun_open(struct follower *follower, struct process *process, int number, bool may_be_master);

/* A program that serves no terminal wrote to an object of unknown kind (or NULL), or to a slave without a channel. */
void begun_written(struct follower *follower, const struct object *object, const void *bytes, size_t length);

/* A server read an object of unknown kind, which may turn out to be a master, or a master that was open before. */
void begun_read(struct follower *follower, const struct process *process, struct object *object, const void *bytes,
                size_t length);

/* The process, a server of terminals, does to an object of unknown kind what only a master lets it. */
void begun_master(struct follower *follower, const struct process *process, struct object *object);

/* fstat() and the like: a descriptor of unknown kind may turn out to be a slave. */
void begun_status(struct follower *follower, const struct returned *call, int number, uint64_t status);

#endif
