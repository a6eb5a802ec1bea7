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

void begun_read(struct follower *follower, struct object *object, const char *server, const void *bytes, size_t length)
{
    const struct written *written = find_written(follower, object->kind == OBJECT_MASTER, bytes, length);

    if (written != NULL) {
        object->terminal = written->terminal;
        begun_master(follower, object, server);
    }
}

void begun_master(struct follower *follower, struct object *object, const char *server)
{
    bool is_new = object->channel == NULL;

    object->kind = OBJECT_MASTER;
    struct channel *channel = terminal_channel(follower, object, server);
    channel->program_is_known = true; /* as unknown for ever: the first one that is seen to begin is another */
    if (is_new && !channel->closed) {
        writer_info(follower->writer, channel->number, "begun", "before");
    }
    transfer_early(follower, object);
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
