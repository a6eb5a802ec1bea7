/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Descriptors on their way to another process (SCM_RIGHTS), in the order in which they were sent. */
#include "follower_state.h"

#include <string.h>

#include "message.h"

#define MESSAGES_MAX 256 /* on their way; what nobody receives stays */

/* include/linux/socket.h */
enum { MSG_CMSG_CLOEXEC = 0x40000000 };

struct parcel {
    uint64_t token;
    struct object *receiver; /* the socket at the other end; NULL: it is not known */
    unsigned count;
    struct object *objects[]; /* NULL: one that does not matter */
};

struct rights {
    GQueue parcels;
    uint64_t tokens;
};

static void free_parcel(void *opaque)
{
    struct parcel *parcel = opaque;

    for (unsigned i = 0; i < parcel->count; i++) {
        if (parcel->objects[i] != NULL) {
            object_drop(parcel->objects[i]);
        }
    }
    if (parcel->receiver != NULL) {
        object_drop(parcel->receiver);
    }
    g_free(parcel);
}

struct rights *rights_new(void)
{
    struct rights *rights = g_new0(struct rights, 1);

    g_queue_init(&rights->parcels);
    return rights;
}

void rights_free(struct rights *rights)
{
    g_queue_clear_full(&rights->parcels, free_parcel);
    g_free(rights);
}

static struct object *hold(struct object *object)
{
    return object != NULL ? object_hold(object) : NULL;
}

uint64_t rights_send(struct follower *follower, const struct abi *abi, struct process *process, int socket,
                     uint64_t message_address, const struct memory *memory)
{
    struct rights *rights = follower->rights;
    struct object *sender = descriptors_find(process->descriptors, socket);
    struct message message;
    int numbers[RIGHTS_MAX];
    unsigned count;

    if (!message_read(abi, memory, message_address, &message) ||
        (count = message_rights(abi, memory, &message, numbers)) == 0) {
        return 0;
    }
    struct parcel *parcel = g_malloc0(sizeof(*parcel) + count * sizeof(parcel->objects[0]));
    parcel->token = ++rights->tokens;
    parcel->receiver = hold(sender != NULL && sender->peer != NULL && !sender->peer->outlived ? sender->peer : NULL);
    parcel->count = count;
    for (unsigned i = 0; i < count; i++) {
        parcel->objects[i] = hold(descriptors_find(process->descriptors, numbers[i]));
    }
    if (g_queue_get_length(&rights->parcels) == MESSAGES_MAX) {
        free_parcel(g_queue_pop_head(&rights->parcels));
    }
    g_queue_push_tail(&rights->parcels, parcel);
    return parcel->token;
}

void rights_send_failed(struct rights *rights, uint64_t token)
{
    for (GList *link = rights->parcels.head; link != NULL; link = link->next) {
        struct parcel *parcel = link->data;
        if (parcel->token == token) {
            g_queue_delete_link(&rights->parcels, link);
            free_parcel(parcel);
            return;
        }
    }
}

/* The first one for this socket; else the first whose receiver is not known. */
static GList *find_parcel(struct rights *rights, const struct object *receiver, unsigned count)
{
    GList *unaddressed = NULL;

    for (GList *link = rights->parcels.head; link != NULL; link = link->next) {
        const struct parcel *parcel = link->data;
        if (parcel->count == count && parcel->receiver == receiver) {
            return link;
        }
        if (parcel->count == count && parcel->receiver == NULL && unaddressed == NULL) {
            unaddressed = link;
        }
    }
    return unaddressed;
}

void rights_receive(struct follower *follower, const struct returned *call)
{
    const uint64_t *arguments = call->waiting->arguments;
    struct descriptors *descriptors = call->process->descriptors;
    struct object *receiver = descriptors_find(descriptors, (int)arguments[0]);
    struct message message;
    int numbers[RIGHTS_MAX];
    unsigned count;
    GList *link;

    if (!message_read(call->waiting->abi, call->memory, arguments[1], &message) ||
        (count = message_rights(call->waiting->abi, call->memory, &message, numbers)) == 0) {
        return;
    }
    link = find_parcel(follower->rights, receiver, count);
    struct parcel *parcel = link != NULL ? link->data : NULL;
    for (unsigned i = 0; i < count; i++) {
        descriptors_set(descriptors, numbers[i], parcel != NULL ? parcel->objects[i] : NULL,
                        arguments[2] & MSG_CMSG_CLOEXEC);
    }
    if (link != NULL) {
        g_queue_delete_link(&follower->rights->parcels, link);
        free_parcel(parcel);
    }
}
