/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "channel.h"

#include <glib.h>

struct channel *channel_new(struct writer *writer, enum transcript_kind kind)
{
    struct channel *channel = g_new0(struct channel, 1);

    channel->references = 1;
    channel->number = writer_open(writer, kind);
    channel->closed = channel->number == 0;
    return channel;
}

struct channel *channel_hold(struct channel *channel)
{
    channel->references++;
    return channel;
}

void channel_drop(struct channel *channel)
{
    if (--channel->references == 0) {
        g_free(channel);
    }
}

void channel_close(struct channel *channel, struct writer *writer)
{
    if (!channel->closed) {
        channel->closed = true;
        writer_close(writer, channel->number);
    }
}

void channel_resize(struct channel *channel, struct writer *writer, uint16_t columns, uint16_t rows)
{
    if (!channel->closed && (channel->columns != columns || channel->rows != rows)) {
        channel->columns = columns;
        channel->rows = rows;
        writer_size(writer, channel->number, columns, rows);
    }
}
