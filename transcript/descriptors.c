/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "descriptors.h"

/* A process can have a million descriptors of one terminal, and copy them into each of its children. */
#define TABLE_MAX 256

struct object *object_new(enum object_kind kind, struct writer *writer)
{
    struct object *object = g_new0(struct object, 1);

    object->kind = kind;
    object->references = 1;
    object->writer = writer;
    object->terminal = TERMINAL_UNKNOWN;
    return object;
}

struct object *object_hold(struct object *object)
{
    object->references++;
    return object;
}

static void leave_channel(struct object *object)
{
    struct channel *channel = object->channel;

    if ((object->when_read != 0 || object->when_written != 0) && --channel->ends == 0) {
        channel_close(channel, object->writer);
    }
    channel_drop(channel);
}

void object_forget_early(struct object *object)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(object->early); i++) {
        GByteArray *kept = g_steal_pointer(&object->early[i]);
        if (kept != NULL) {
            *object->early_bytes -= kept->len;
            g_byte_array_unref(kept);
        }
    }
}

static void object_free(struct object *object)
{
    if (object->channel != NULL) {
        leave_channel(object);
    }
    object_forget_early(object);
    g_free(object);
}

void object_drop_outlived(struct object *object)
{
    object->peer->peer = NULL;
    object_free(object);
}

/* A server may close its end of a session's pipe, or all of them, before the child says what it has the others for. */
static bool must_be_kept(const struct object *object)
{
    return object->served && object->channel == NULL && object->peer != NULL && !object->peer->outlived;
}

void object_drop(struct object *object)
{
    if (--object->references > 0) {
        return;
    }
    if (must_be_kept(object)) {
        object->outlived = true;
        return;
    }
    if (object->peer != NULL && object->peer->outlived) {
        object_drop_outlived(object->peer);
    } else if (object->peer != NULL) {
        object->peer->peer = NULL;
    }
    object_free(object);
}

void object_assign(struct object *object, struct channel *channel, enum transcript_type when_read,
                   enum transcript_type when_written)
{
    if (object->channel != NULL) {
        return;
    }
    object->channel = channel_hold(channel);
    object->when_read = when_read;
    object->when_written = when_written;
    channel->ends += when_read != 0 || when_written != 0;
}

struct descriptors *descriptors_new(void)
{
    struct descriptors *descriptors = g_new0(struct descriptors, 1);

    descriptors->references = 1;
    descriptors->list = g_array_new(FALSE, FALSE, sizeof(struct descriptor));
    return descriptors;
}

struct descriptors *descriptors_hold(struct descriptors *descriptors)
{
    descriptors->references++;
    return descriptors;
}

static struct descriptor *at(const struct descriptors *descriptors, guint index)
{
    return &g_array_index(descriptors->list, struct descriptor, index);
}

struct descriptors *descriptors_copy(const struct descriptors *descriptors)
{
    struct descriptors *copy = descriptors_new();

    g_array_append_vals(copy->list, descriptors->list->data, descriptors->list->len);
    for (guint i = 0; i < copy->list->len; i++) {
        object_hold(at(copy, i)->object);
    }
    return copy;
}

/* The entry goes before its object does, which may have consequences. */
static void remove_at(struct descriptors *descriptors, guint index)
{
    struct object *object = at(descriptors, index)->object;

    g_array_remove_index_fast(descriptors->list, index);
    object_drop(object);
}

void descriptors_drop(struct descriptors *descriptors)
{
    if (--descriptors->references > 0) {
        return;
    }
    while (descriptors->list->len > 0) {
        remove_at(descriptors, descriptors->list->len - 1);
    }
    g_array_unref(descriptors->list);
    g_free(descriptors);
}

static struct descriptor *look_up(const struct descriptors *descriptors, int number)
{
    for (guint i = 0; i < descriptors->list->len; i++) {
        if (at(descriptors, i)->number == number) {
            return at(descriptors, i);
        }
    }
    return NULL;
}

struct object *descriptors_find(const struct descriptors *descriptors, int number)
{
    struct descriptor *found = look_up(descriptors, number);

    return found != NULL ? found->object : NULL;
}

void descriptors_set(struct descriptors *descriptors, int number, struct object *object, bool close_on_exec)
{
    struct descriptor *found = look_up(descriptors, number);
    struct descriptor added = {number, close_on_exec, object};

    if (object != NULL) {
        object_hold(object);
    }
    if (found != NULL) {
        remove_at(descriptors, (guint)(found - at(descriptors, 0)));
    }
    if (object != NULL && descriptors->list->len < TABLE_MAX) {
        g_array_append_val(descriptors->list, added);
    } else if (object != NULL) {
        object_drop(object);
    }
}

static bool in_range(const struct descriptor *descriptor, unsigned first, unsigned last)
{
    return (unsigned)descriptor->number >= first && (unsigned)descriptor->number <= last;
}

void descriptors_set_close_on_exec(struct descriptors *descriptors, unsigned first, unsigned last, bool on)
{
    for (guint i = 0; i < descriptors->list->len; i++) {
        if (in_range(at(descriptors, i), first, last)) {
            at(descriptors, i)->close_on_exec = on;
        }
    }
}

void descriptors_close_range(struct descriptors *descriptors, unsigned first, unsigned last)
{
    for (guint i = descriptors->list->len; i-- > 0;) {
        if (in_range(at(descriptors, i), first, last)) {
            remove_at(descriptors, i);
        }
    }
}

void descriptors_close_on_exec(struct descriptors *descriptors)
{
    for (guint i = descriptors->list->len; i-- > 0;) {
        if (at(descriptors, i)->close_on_exec) {
            remove_at(descriptors, i);
        }
    }
}
