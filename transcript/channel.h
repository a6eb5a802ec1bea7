/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A terminal or a session without one, as the stream names it by a number. */
#ifndef RECCTRL_TRANSCRIPT_CHANNEL_H
#define RECCTRL_TRANSCRIPT_CHANNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "writer.h"

struct channel {
    uint32_t number;
    unsigned references;   /* objects (descriptors.h) that belong to it */
    unsigned ends;         /* of these, the ones whose data is told; closed with the last of them */
    bool closed;           /* or there were too many: nothing of it is told any more */
    bool program_is_known; /* and need not be told again */
    bool lost_bytes;       /* this was told */
    bool has_reader;       /* it was open before the recording began, and whose reads show its output is known */
    bool has_writer;       /* the same for what is typed */
    size_t shown_length;
    uint8_t shown[256];    /* the last that was read; kept until who writes is known */
    uint16_t columns, rows;
};

struct channel *channel_new(struct writer *writer, enum transcript_kind kind);
struct channel *channel_hold(struct channel *channel);
void channel_drop(struct channel *channel);

/* Nothing comes of it any more. */
void channel_close(struct channel *channel, struct writer *writer);

/* Told if it differs from what was told last. */
void channel_resize(struct channel *channel, struct writer *writer, uint16_t columns, uint16_t rows);

#endif
