/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "execs.h"

#include <string.h>

/* Who is killed meanwhile stays; this bounds what a guest can make the follower keep. */
#define EXECS_MAX 256

struct execs {
    GQueue queue;
};

static void free_exec(void *opaque)
{
    struct exec *exec = opaque;

    process_drop(exec->process);
    g_free(exec->program);
    g_free(exec);
}

struct execs *execs_new(void)
{
    struct execs *execs = g_new0(struct execs, 1);

    g_queue_init(&execs->queue);
    return execs;
}

void execs_free(struct execs *execs)
{
    g_queue_clear_full(&execs->queue, free_exec);
    g_free(execs);
}

bool execs_is_empty(const struct execs *execs)
{
    return execs->queue.head == NULL;
}

void execs_remove(struct execs *execs, uint64_t token)
{
    for (GList *link = execs->queue.head; link != NULL; link = link->next) {
        if (((struct exec *)link->data)->token == token) {
            free_exec(link->data);
            g_queue_delete_link(&execs->queue, link);
            return;
        }
    }
}

void execs_add(struct execs *execs, const struct exec *exec)
{
    const struct exec *before = exec->place.thread != 0 ? execs_of_thread(execs, exec->place.thread) : NULL;
    struct exec *added = g_memdup2(exec, sizeof(*exec));

    process_hold(added->process);
    added->program = g_strdup(exec->program);
    if (before != NULL) {
        execs_remove(execs, before->token);
    } else if (g_queue_get_length(&execs->queue) == EXECS_MAX) {
        free_exec(g_queue_pop_head(&execs->queue));
    }
    g_queue_push_tail(&execs->queue, added);
}

const struct exec *execs_of_thread(const struct execs *execs, uint64_t thread)
{
    for (const GList *link = execs->queue.head; link != NULL; link = link->next) {
        const struct exec *exec = link->data;
        if (exec->place.thread == thread) {
            return exec;
        }
    }
    return NULL;
}

const struct exec *execs_of_program(const struct execs *execs, const char *program)
{
    for (const GList *link = execs->queue.head; link != NULL; link = link->next) {
        const struct exec *exec = link->data;
        if (strcmp(exec->program, program) == 0) {
            return exec;
        }
    }
    return NULL;
}

const struct exec *execs_of_process(const struct execs *execs, const struct process *process)
{
    for (const GList *link = execs->queue.head; link != NULL; link = link->next) {
        const struct exec *exec = link->data;
        if (exec->process == process) {
            return exec;
        }
    }
    return NULL;
}
