/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "forks.h"

/* With the entries of their tables (descriptors.c) this bounds what a guest can make the follower keep. */
#define FORKS_MAX 256

struct fork {
    uint64_t token;
    struct place place;
    uint64_t number_address;
    uint32_t number; /* of the child; 0: the parent does not go on as yet */
    struct process *child;
};

struct forks {
    GQueue queue;
};

static void free_fork(void *opaque)
{
    struct fork *fork = opaque;

    process_drop(fork->child);
    g_free(fork);
}

struct forks *forks_new(void)
{
    struct forks *forks = g_new0(struct forks, 1);

    g_queue_init(&forks->queue);
    return forks;
}

void forks_free(struct forks *forks)
{
    g_queue_clear_full(&forks->queue, free_fork);
    g_free(forks);
}

void forks_add(struct forks *forks, uint64_t token, const struct place *place, uint64_t number_address,
               struct process *child)
{
    struct fork *fork = g_new0(struct fork, 1);

    if (g_queue_get_length(&forks->queue) == FORKS_MAX) {
        free_fork(g_queue_pop_head(&forks->queue));
    }
    fork->token = token;
    fork->place = *place;
    fork->number_address = number_address;
    fork->child = child;
    g_queue_push_tail(&forks->queue, fork);
}

void forks_returned(struct forks *forks, uint64_t token, int64_t result)
{
    for (GList *link = forks->queue.head; link != NULL; link = link->next) {
        struct fork *fork = link->data;
        if (fork->token != token) {
            continue;
        }
        fork->number = (uint32_t)result;
        if (result < 0) {
            g_queue_delete_link(&forks->queue, link);
            free_fork(fork);
        }
        return;
    }
}

enum fit { NOT, BY_STACK, BY_STACK_AND_NO_NUMBER_YET, BY_NUMBER };

/* In another namespace of processes the numbers differ. */
static enum fit fit(const struct fork *fork, const struct place *place, const struct memory *memory)
{
    uint64_t number;

    if (fork->place.stack != place->stack || !place_is_behind(&fork->place, place) ||
        fork->place.space == place->space) {
        return NOT;
    }
    if (fork->number == 0) {
        return BY_STACK_AND_NO_NUMBER_YET;
    }
    return fork->number_address != 0 && memory_number(memory, fork->number_address, 4, &number) &&
                   number == fork->number
               ? BY_NUMBER
               : BY_STACK;
}

struct process *forks_take(struct forks *forks, const struct place *place, const struct memory *memory)
{
    GList *best = NULL;
    enum fit best_fit = NOT;

    for (GList *link = forks->queue.head; link != NULL && best_fit != BY_NUMBER; link = link->next) {
        enum fit found = fit(link->data, place, memory);
        if (found > best_fit) {
            best = link;
            best_fit = found;
        }
    }
    if (best == NULL) {
        return NULL;
    }
    struct fork *fork = best->data;
    struct process *child = process_hold(fork->child);
    g_queue_delete_link(&forks->queue, best);
    free_fork(fork);
    return child;
}
