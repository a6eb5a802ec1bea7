/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Terminals that were open when the recording began: nobody saw the server open them. What it reads of a descriptor
 * of unknown kind is compared with what programs have just written. Where a line comes out as a terminal makes it, with
 * a carriage return, or came from a descriptor that is known to be a terminal's, the server's is its master.
 */
#include "begun.h"

#include <string.h>

#define SHORTEST 4 /* bytes that are no coincidence */

/* include/linux/major.h: the slaves of pseudo-terminals, 256 on each */
enum { UNIX98_PTY_SLAVE_MAJOR = 136, UNIX98_PTY_MAJOR_COUNT = 8 };

void begun_open(struct follower *follower, struct process *process, int number, bool may_be_master)
{
    struct object *object = object_new(OBJECT_UNKNOWN, follower->writer);

    object->served = may_be_master;
    object->early_bytes = &follower->early_bytes;
    descriptors_set(process->descriptors, number, object, false);
    object_drop(object);
}

/* What a terminal in its usual mode (ONLCR) makes of it; tells whether that is not the same. */
static bool as_shown(const uint8_t *bytes, size_t length, struct written *written)
{
    bool differs = false;

    written->length = 0;
    for (size_t i = 0; i < length && written->length + 1 < sizeof(written->text); i++) {
        if (bytes[i] == '\n') {
            written->text[written->length++] = '\r';
            differs = true;
        }
        written->text[written->length++] = bytes[i];
    }
    return differs;
}

void begun_written(struct follower *follower, const struct object *object, const void *bytes, size_t length)
{
    struct written *written = &follower->recent[follower->recent_count % RECENT_WRITES];
    bool is_terminal = object != NULL && object->kind == OBJECT_SLAVE;
    bool differs = as_shown(bytes, length, written);

    written->terminal = is_terminal ? object->terminal : TERMINAL_UNKNOWN;
    if ((differs || is_terminal) && written->length >= SHORTEST) {
        follower->recent_count++;
    } else {
        written->length = 0;
    }
}

static const struct written *find_written(const struct follower *follower, bool with_terminal, const void *bytes,
                                          size_t length)
{
    for (unsigned i = 0; i < RECENT_WRITES; i++) {
        const struct written *written = &follower->recent[i];
        if (written->length > 0 && (!with_terminal || written->terminal != TERMINAL_UNKNOWN) &&
            memmem(bytes, length, written->text, written->length) != NULL) {
            return written;
        }
    }
    return NULL;
}

/* A terminal of this process that was open before, and of which it is not known yet who does this; NULL: none. */
static struct channel *find_begun(const struct process *process, bool wants_reader)
{
    for (guint i = 0; i < process->descriptors->list->len; i++) {
        const struct object *object = g_array_index(process->descriptors->list, struct descriptor, i).object;
        if (object->begun && !(wants_reader && object->channel->has_reader)) {
            return object->channel;
        }
    }
    return NULL;
}

/* sshd has several descriptors of one master, which the kernel takes for one: to read, to write, to set the size. */
static void become_master(struct follower *follower, struct object *object, struct channel *channel, const char *server)
{
    object->kind = OBJECT_MASTER;
    object->begun = true;
    if (channel != NULL) {
        object_assign(object, channel, TRANSCRIPT_OUTPUT, TRANSCRIPT_INPUT);
        terminal_channel(follower, object, server);
    } else {
        channel = terminal_channel(follower, object, server);
        channel->program_is_known = true; /* as unknown for ever: the first one that is seen to begin is another */
        if (!channel->closed) {
            writer_info(follower->writer, channel->number, "begun", "before");
        }
    }
    transfer_early(follower, object);
}

void begun_master(struct follower *follower, const struct process *process, struct object *object)
{
    become_master(follower, object, find_begun(process, false), process->program);
}

/* Whether four or more characters that were typed have just been shown. */
static bool is_echoed(const GByteArray *typed, const struct channel *channel)
{
    guint length = 0;

    for (guint i = 0; typed != NULL && i < typed->len; i++) {
        length = g_ascii_isprint(typed->data[i]) ? length + 1 : 0;
        if (length >= SHORTEST &&
            memmem(channel->shown, channel->shown_length, typed->data + i + 1 - SHORTEST, SHORTEST) != NULL) {
            return true;
        }
    }
    return false;
}

static void keep_shown(struct channel *channel, const uint8_t *bytes, size_t length)
{
    size_t room = sizeof(channel->shown), added = MIN(length, room), kept = MIN(channel->shown_length, room - added);

    memmove(channel->shown, channel->shown + channel->shown_length - kept, kept);
    memcpy(channel->shown + kept, bytes + length - added, added);
    channel->shown_length = kept + added;
}

/* What is typed was written before it was shown, to a descriptor of which nothing is ever read. */
static void find_writer(struct follower *follower, const struct process *process, struct channel *channel)
{
    for (guint i = 0; i < process->descriptors->list->len; i++) {
        struct object *object = g_array_index(process->descriptors->list, struct descriptor, i).object;
        if (object->kind == OBJECT_UNKNOWN && object->served && object->early[1] == NULL &&
            is_echoed(object->early[0], channel)) {
            channel->has_writer = true;
            become_master(follower, object, channel, process->program);
            return;
        }
    }
}

static void look_at_master(struct follower *follower, const struct process *process, struct object *object,
                           const void *bytes, size_t length)
{
    const struct written *written;

    if (object->terminal == TERMINAL_UNKNOWN && (written = find_written(follower, true, bytes, length)) != NULL) {
        object->terminal = written->terminal;
        terminal_channel(follower, object, process->program);
    }
    if (!object->channel->has_writer) {
        keep_shown(object->channel, bytes, length);
        find_writer(follower, process, object->channel);
    }
}

void begun_read(struct follower *follower, const struct process *process, struct object *object, const void *bytes,
                size_t length)
{
    const struct written *written;

    if (object->kind == OBJECT_UNKNOWN && (written = find_written(follower, false, bytes, length)) != NULL) {
        object->terminal = written->terminal;
        become_master(follower, object, find_begun(process, true), process->program);
        object->channel->has_reader = true;
    }
    if (object->begun) {
        look_at_master(follower, process, object, bytes, length);
    }
}

/* The field of new_encode_dev(): 12 bits of major, 20 of minor number. */
static uint32_t terminal_of(uint64_t device)
{
    unsigned major = device >> 8 & 0xfff, minor = (device & 0xff) | (device >> 12 & 0xfff00);

    if (major < UNIX98_PTY_SLAVE_MAJOR || major >= UNIX98_PTY_SLAVE_MAJOR + UNIX98_PTY_MAJOR_COUNT) {
        return TERMINAL_UNKNOWN;
    }
    return (major - UNIX98_PTY_SLAVE_MAJOR) * 256 + minor;
}

void begun_status(struct follower *follower, const struct returned *call, int number, uint64_t status)
{
    const struct abi *abi = call->waiting->abi;
    uint64_t device;
    uint32_t terminal;

    if (call->result != 0 || descriptors_find(call->process->descriptors, number) != NULL ||
        !memory_number(call->memory, status + abi->status_device, 4, &device)) {
        return;
    }
    terminal = terminal_of(device);
    if (terminal != TERMINAL_UNKNOWN) {
        terminal_is_slave(follower, call->process, number, terminal);
    }
}
