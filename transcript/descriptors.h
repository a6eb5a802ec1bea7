/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What processes have open, as far as it matters here: the kernel's open file descriptions ("objects") of terminals,
 * pipes and socket pairs, and the tables that give them numbers. All other descriptors are not in a table.
 */
#ifndef RECCTRL_TRANSCRIPT_DESCRIPTORS_H
#define RECCTRL_TRANSCRIPT_DESCRIPTORS_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "channel.h"

enum object_kind {
    OBJECT_MASTER,     /* of a pseudo-terminal */
    OBJECT_SLAVE,      /* of a pseudo-terminal: what the programs in it have */
    OBJECT_PIPE_READ,
    OBJECT_PIPE_WRITE,
    OBJECT_SOCKET,     /* of a pair */
    OBJECT_UNKNOWN,    /* of a server of sessions, which had it before the recording began */
};

#define TERMINAL_UNKNOWN UINT32_MAX

struct object {
    enum object_kind kind;
    unsigned references;
    struct writer *writer;
    struct channel *channel;                            /* NULL: belongs to none as yet */
    enum transcript_type when_read, when_written;       /* what it is that passes here; 0: it is not told */
    uint32_t terminal;                                  /* a terminal: N of /dev/pts/N, or TERMINAL_UNKNOWN */
    bool begun;                                         /* a master that was open before the recording began */
    bool packets;                                       /* a master: each read begins with a byte of the kernel's */
    struct object *peer;                                /* a pipe or socket: the other end; NULL: gone */
    bool outlived;                                      /* by that, which keeps it, as a server of sessions closed it */
    uint64_t maker;                                     /* a pipe or socket: the process that made it */
    bool served;                                        /* by a server of sessions, and may be part of one */
    GByteArray *early[2];                               /* written and read before it was known what it is, or NULL */
    size_t *early_bytes;                                /* of all objects */
};

/* Its one reference is the caller's. */
struct object *object_new(enum object_kind kind, struct writer *writer);
struct object *object_hold(struct object *object);
void object_drop(struct object *object);

/* It was outlived, and what passed there has been told. */
void object_drop_outlived(struct object *object);

void object_forget_early(struct object *object);

/* The object belongs to that channel from now on: what passes is told as these types. Twice is once. */
void object_assign(struct object *object, struct channel *channel, enum transcript_type when_read,
                   enum transcript_type when_written);

struct descriptor {
    int number;
    bool close_on_exec;
    struct object *object;
};

struct descriptors {
    unsigned references; /* processes that share the table */
    GArray *list;        /* struct descriptor */
};

struct descriptors *descriptors_new(void);
struct descriptors *descriptors_hold(struct descriptors *descriptors);
struct descriptors *descriptors_copy(const struct descriptors *descriptors);
void descriptors_drop(struct descriptors *descriptors);

/* NULL: nothing that matters. The object stays the table's. */
struct object *descriptors_find(const struct descriptors *descriptors, int number);

/* The table has the object under this number, and no other any more; takes a reference of its own. NULL: closed. */
void descriptors_set(struct descriptors *descriptors, int number, struct object *object, bool close_on_exec);

void descriptors_set_close_on_exec(struct descriptors *descriptors, unsigned first, unsigned last, bool on);
void descriptors_close_range(struct descriptors *descriptors, unsigned first, unsigned last);
void descriptors_close_on_exec(struct descriptors *descriptors);

#endif
