/* SPDX-License-Identifier: GPL-2.0-or-later */
/* read, write and their kin: what passes through objects that belong to a channel, or may come to. */
#include <inttypes.h>

#include "begun.h"
#include "message.h"
#include "servers.h"

/* include/uapi/linux/uio.h, include/linux/socket.h */
enum { VECTOR_MAX = 1024, MSG_PEEK = 2 };

/* Of a pipe that nobody knows the purpose of as yet, and of all of them. */
#define EARLY_MAX ((size_t)64 * 1024)
#define ALL_EARLY_MAX ((size_t)16 * 1024 * 1024)

static const char *program_of(const struct returned *call)
{
    return process_program(call->process, call->waiting->place.stack, call->memory);
}

/* What a server of sessions had before the recording began gets an object when it is used. */
static struct object *object_of(struct follower *follower, const struct returned *call)
{
    int number = (int)call->waiting->arguments[0];
    struct object *object = descriptors_find(call->process->descriptors, number);

    if (object == NULL && call->result > 0 && serves_terminals(program_of(call))) {
        begun_open(follower, call->process, number, true);
        object = descriptors_find(call->process->descriptors, number);
    }
    return object;
}

static void tell(struct follower *follower, const struct object *object, bool written, const void *bytes, size_t length)
{
    enum transcript_type type = written ? object->when_written : object->when_read;

    if (type != 0 && !object->channel->closed) {
        writer_bytes(follower->writer, type, object->channel->number, bytes, length);
    }
}

/* Only the first bytes of a pipe are waited for; an unknown object of which that much passed is no terminal. */
static void keep_early(struct object *object, bool written, const void *bytes, size_t length)
{
    GByteArray **kept = &object->early[written ? 0 : 1];

    if (*kept == NULL) {
        *kept = g_byte_array_new();
    }
    if ((*kept)->len + length <= EARLY_MAX && *object->early_bytes + length <= ALL_EARLY_MAX) {
        g_byte_array_append(*kept, bytes, (guint)length);
        *object->early_bytes += length;
    } else if (object->kind == OBJECT_UNKNOWN) {
        object->served = false;
        object_forget_early(object);
    }
}

static void passed(struct follower *follower, const struct returned *call, struct object *object, bool written,
                   const void *bytes, size_t length)
{
    if (object == NULL || object->kind == OBJECT_SLAVE) {
        begun_written(follower, object, bytes, length);
        return;
    }
    if (!written && (object->kind == OBJECT_UNKNOWN || object->begun)) {
        begun_read(follower, call->process, object, bytes, length);
    } else if (written && object->begun) {
        object->channel->has_writer = true;
    }
    if (object->channel == NULL) {
        keep_early(object, written, bytes, length);
    } else {
        tell(follower, object, written, bytes, length);
    }
}

void transfer_early(struct follower *follower, struct object *object)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(object->early); i++) {
        GByteArray *kept = g_steal_pointer(&object->early[i]);
        if (kept != NULL) {
            *object->early_bytes -= kept->len;
            tell(follower, object, i == 0, kept->data, kept->len);
            g_byte_array_unref(kept);
        }
    }
}

static void tell_loss(struct follower *follower, struct object *object, uint64_t lost)
{
    struct channel *channel = object != NULL ? object->channel : NULL;

    if (channel != NULL && !channel->closed && !channel->lost_bytes) {
        channel->lost_bytes = true;
        writer_problem(follower->writer,
                       "channel %" PRIu32 ": %" PRIu64 " bytes that passed can't be read in the guest's memory: they "
                       "are missing, and more may be",
                       channel->number, lost);
    }
}

/* Page by page, because one of them may be missing. */
static void pass_memory(struct follower *follower, const struct returned *call, struct object *object, bool written,
                        uint64_t address, uint64_t length)
{
    const struct memory *memory = call->memory;
    uint8_t bytes[MEMORY_PAGE];

    if (object == NULL || object->kind == OBJECT_SLAVE) {
        length = MIN(length, sizeof(follower->recent[0].text));
    }
    while (length > 0) {
        uint64_t part = MEMORY_PAGE - address % MEMORY_PAGE;
        part = MIN(part, length);
        if (!memory->read(memory->opaque, address, bytes, part)) {
            tell_loss(follower, object, length);
            return;
        }
        passed(follower, call, object, written, bytes, part);
        address += part;
        length -= part;
    }
}

/* Whether anybody will want to know what passes here. */
static bool matters(struct follower *follower, const struct returned *call, struct object *object, bool written)
{
    if (call->result <= 0) {
        return false;
    }
    if (object == NULL || (object->kind == OBJECT_SLAVE && object->channel == NULL)) {
        return written;
    }
    if (object->kind == OBJECT_MASTER && object->channel == NULL) {
        terminal_channel(follower, object, program_of(call));
    }
    if (object->channel == NULL) {
        return object->served;
    }
    return (written ? object->when_written : object->when_read) != 0;
}

/* In packet mode (TIOCPKT) a read begins with a byte that is 0 if data follow. */
static bool skip_packet_byte(const struct object *object, bool written, const struct memory *memory, uint64_t *address,
                             uint64_t *length)
{
    uint8_t control;

    if (object == NULL || object->kind != OBJECT_MASTER || !object->packets || written) {
        return true;
    }
    if (!memory->read(memory->opaque, *address, &control, 1)) {
        return false;
    }
    *address += 1;
    *length -= 1;
    return control == 0;
}

void transfer_bytes(struct follower *follower, const struct returned *call, bool written, uint64_t address)
{
    struct object *object = object_of(follower, call);
    uint64_t length = (uint64_t)call->result;

    if (matters(follower, call, object, written) &&
        skip_packet_byte(object, written, call->memory, &address, &length)) {
        pass_memory(follower, call, object, written, address, length);
    }
}

void transfer_vector(struct follower *follower, const struct returned *call, bool written, uint64_t vector,
                     uint64_t count)
{
    struct object *object = object_of(follower, call);
    uint64_t left = (uint64_t)call->result, address, length;

    if (!matters(follower, call, object, written)) {
        return;
    }
    for (uint64_t i = 0; i < count && i < VECTOR_MAX && left > 0; i++) {
        if (!message_part(call->waiting->abi, call->memory, vector, i, &address, &length)) {
            tell_loss(follower, object, left);
            return;
        }
        length = MIN(length, left);
        left -= length;
        if (length > 0 && (i > 0 || skip_packet_byte(object, written, call->memory, &address, &length))) {
            pass_memory(follower, call, object, written, address, length);
        }
    }
}

void transfer_message(struct follower *follower, const struct returned *call, bool written)
{
    const uint64_t *arguments = call->waiting->arguments;
    struct message message;

    if ((written || !(arguments[2] & MSG_PEEK)) &&
        message_read(call->waiting->abi, call->memory, arguments[1], &message)) {
        transfer_vector(follower, call, written, message.vector, message.count);
    }
}
