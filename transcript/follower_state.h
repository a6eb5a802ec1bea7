/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the parts of the follower share: one system call, and what they do about it. */
#ifndef RECCTRL_TRANSCRIPT_FOLLOWER_STATE_H
#define RECCTRL_TRANSCRIPT_FOLLOWER_STATE_H

#include "follower.h"

struct rights;

/* The begin of what a program wrote, as a terminal would show it (begun.c). */
struct written {
    uint8_t text[64];
    size_t length; /* 0: none */
    uint32_t terminal;
};
#define RECENT_WRITES 32

struct follower {
    struct writer *writer;
    struct processes *processes;
    GHashTable *waiting;   /* struct waiting: itself */
    GHashTable *terminals; /* N of /dev/pts/N: struct channel, of the last one with this number */
    struct rights *rights;
    size_t early_bytes;
    struct written recent[RECENT_WRITES];
    unsigned recent_count;
    uint64_t calls;
    bool saw_io_uring, saw_pidfd_getfd;
};

/* A system call between its entry and its return. */
struct waiting {
    uint64_t process; /* its identity, since an address space can have changed hands meanwhile */
    struct place place;
    const struct abi *abi;
    enum system_call call;
    uint64_t arguments[CALL_ARGUMENTS];
    uint64_t token; /* what the entry has begun: a child, a program or a message; 0: nothing */
};

/* One that has returned. */
struct returned {
    const struct waiting *waiting;
    int64_t result;
    struct process *process;
    const struct memory *memory;
};

/* transfers.c: read, write and their kin. */
void transfer_bytes(struct follower *follower, const struct returned *call, bool written, uint64_t address);
void transfer_vector(struct follower *follower, const struct returned *call, bool written, uint64_t vector,
                     uint64_t count);
void transfer_message(struct follower *follower, const struct returned *call, bool written);

/* What passed before it was known where it belongs. */
void transfer_early(struct follower *follower, struct object *object);

/* terminals.c */
void terminal_opened(struct follower *follower, const struct returned *call, const char *path, bool close_on_exec);
void terminal_ioctl(struct follower *follower, const struct returned *call);
struct channel *terminal_channel(struct follower *follower, struct object *master, const char *server);
void terminal_is_slave(struct follower *follower, struct process *process, int number, uint32_t terminal);

/* pipes.c: pipes, socket pairs, and the sessions of servers that are made of them. */
void pipes_made(struct follower *follower, const struct returned *call, bool sockets, uint64_t address,
                bool close_on_exec);
void pipes_look_for_session(struct follower *follower, struct process *process);

/* rights.c: descriptors that are sent to another process. */
struct rights *rights_new(void);
void rights_free(struct rights *rights);

/* At the entry, since the receiver may return first. Returns a token, or 0 where nothing was sent. */
uint64_t rights_send(struct follower *follower, const struct abi *abi, struct process *process, int socket,
                     uint64_t message, const struct memory *memory);
void rights_send_failed(struct rights *rights, uint64_t token);
void rights_receive(struct follower *follower, const struct returned *call);

#endif
