/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "processes.h"

#include <string.h>

#include "image.h"

/* With the entries of their tables (descriptors.c) these bound what a guest can make the follower keep. */
#define PROCESSES_MAX 16384
#define FORKS_MAX 256
#define EXECS_MAX 256

/* A thread that is not its process' first has another stack, at whose end there is no path. */
#define LOOKS_MAX 4

/* A child or a program that is on its way. */
struct fork {
    uint64_t token;
    struct place place;
    struct process *child;
};
struct exec {
    uint64_t token;
    uint64_t space;
    struct process *process;
    char *program;
    struct vectors vectors;
};

struct processes {
    GHashTable *by_space; /* uint64_t: struct process */
    GQueue forks, execs;
    uint64_t identities, tokens;
    uint64_t execs_begun;
};

bool place_is_behind(const struct place *entry, const struct place *returned)
{
    return entry->next == 0 || entry->next == returned->next;
}

static void process_drop(struct process *process)
{
    if (--process->references > 0) {
        return;
    }
    if (process->suspended != NULL) {
        process_drop(process->suspended);
    }
    descriptors_drop(process->descriptors);
    g_free(process->program);
    g_free(process);
}

static struct process *process_hold(struct process *process)
{
    process->references++;
    return process;
}

static struct process *process_new(struct processes *processes, struct descriptors *descriptors)
{
    struct process *process = g_new0(struct process, 1);

    process->references = 1;
    process->identity = ++processes->identities;
    process->uid = UID_UNKNOWN;
    process->descriptors = descriptors;
    process->execs_seen = processes->execs_begun;
    return process;
}

static struct process *child_of(struct processes *processes, const struct process *parent, bool shares_descriptors)
{
    struct process *child = process_new(processes, shares_descriptors ? descriptors_hold(parent->descriptors)
                                                                      : descriptors_copy(parent->descriptors));

    child->parent = parent->identity;
    child->uid = parent->uid;
    child->program = g_strdup(parent->program);
    child->stack_end = parent->stack_end;
    return child;
}

static void free_process(void *process)
{
    process_drop(process);
}

static void free_fork(void *opaque)
{
    struct fork *fork = opaque;

    process_drop(fork->child);
    g_free(fork);
}

static void free_exec(void *opaque)
{
    struct exec *exec = opaque;

    process_drop(exec->process);
    g_free(exec->program);
    g_free(exec);
}

struct processes *processes_new(void)
{
    struct processes *processes = g_new0(struct processes, 1);

    processes->by_space = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, free_process);
    g_queue_init(&processes->forks);
    g_queue_init(&processes->execs);
    return processes;
}

void processes_free(struct processes *processes)
{
    g_queue_clear_full(&processes->forks, free_fork);
    g_queue_clear_full(&processes->execs, free_exec);
    g_hash_table_unref(processes->by_space);
    g_free(processes);
}

struct process *processes_at(const struct processes *processes, uint64_t space)
{
    return g_hash_table_lookup(processes->by_space, &space);
}

static gboolean has_nothing_open(void *space, void *opaque, void *unused)
{
    const struct process *process = opaque;

    (void)space;
    (void)unused;
    return process->descriptors->list->len == 0;
}

static gboolean is_any(void *space, void *process, void *unused)
{
    (void)space;
    (void)process;
    (void)unused;
    return TRUE;
}

/* Who was killed is never seen to exit, and stays until its address space is used again. */
static void make_room(struct processes *processes)
{
    if (g_hash_table_size(processes->by_space) >= PROCESSES_MAX) {
        g_hash_table_foreach_remove(processes->by_space, has_nothing_open, NULL);
    }
    if (g_hash_table_size(processes->by_space) >= PROCESSES_MAX) {
        g_hash_table_foreach_remove(processes->by_space, is_any, NULL);
    }
}

/* Takes over a reference; whoever had the address space is gone. */
static void put(struct processes *processes, uint64_t space, struct process *process)
{
    make_room(processes);
    g_hash_table_replace(processes->by_space, g_memdup2(&space, sizeof(space)), process);
}

/* Who waits in vfork() has its address space back, else nobody has it. */
static void leave_space(struct processes *processes, uint64_t space, struct process *process)
{
    if (process->suspended != NULL) {
        put(processes, space, g_steal_pointer(&process->suspended));
    } else {
        g_hash_table_remove(processes->by_space, &space);
    }
}

static bool is_executing(const struct processes *processes, const struct process *process)
{
    for (GList *link = processes->execs.head; link != NULL; link = link->next) {
        if (((struct exec *)link->data)->process == process) {
            return true;
        }
    }
    return false;
}

static GList *find_exec(struct processes *processes, const char *program)
{
    for (GList *link = processes->execs.head; link != NULL; link = link->next) {
        if (strcmp(((struct exec *)link->data)->program, program) == 0) {
            return link;
        }
    }
    return NULL;
}

/* The program that `link` told of has begun, in a new address space. */
static struct process *begin_program(struct processes *processes, GList *link, uint64_t space, const char *program,
                                     uint64_t stack_end)
{
    struct exec *exec = link->data;
    struct process *process = process_hold(exec->process);

    if (processes_at(processes, exec->space) == process) {
        leave_space(processes, exec->space, process);
    }
    if (process->descriptors->references > 1) {
        struct descriptors *own = descriptors_copy(process->descriptors);
        descriptors_drop(process->descriptors);
        process->descriptors = own;
    }
    descriptors_close_on_exec(process->descriptors);
    g_free(process->program);
    process->program = g_strdup(program);
    process->program_is_new = true;
    process->vectors = exec->vectors;
    process->stack_end = stack_end;
    process->execs_seen = processes->execs_begun;
    g_queue_delete_link(&processes->execs, link);
    free_exec(exec);
    put(processes, space, process);
    return process;
}

/* A process that may be one that has just begun a program; NULL: it is not. */
static struct process *find_executed(struct processes *processes, struct process *known, const struct place *place,
                                     const struct memory *memory)
{
    char program[PROGRAM_MAX];
    uint64_t end;
    GList *link;

    if (!image_look(memory, place->stack, &end, program, sizeof(program))) {
        return NULL;
    }
    bool is_other = known == NULL || is_executing(processes, known);
    if (!is_other) {
        known->execs_seen = processes->execs_begun;
        is_other = known->program != NULL && (known->stack_end != end || strcmp(known->program, program) != 0);
        if (known->program != NULL && !is_other) {
            return NULL;
        }
    }
    link = find_exec(processes, program);
    if (link == NULL && is_other) {
        link = find_exec(processes, "");
    }
    return link != NULL ? begin_program(processes, link, place->space, program, end) : NULL;
}

static struct process *meet(struct processes *processes, const struct place *place, const struct memory *memory)
{
    struct process *process = process_new(processes, descriptors_new());

    process_program(process, place->stack, memory);
    put(processes, place->space, process);
    return process;
}

void processes_meet(struct processes *processes, const struct place *place, const struct memory *memory)
{
    if (processes_at(processes, place->space) == NULL) {
        meet(processes, place, memory);
    }
}

struct process *processes_find(struct processes *processes, const struct place *place, const struct memory *memory)
{
    struct process *known = processes_at(processes, place->space);
    struct process *found = NULL;

    if (!g_queue_is_empty(&processes->execs) &&
        (known == NULL || known->execs_seen < processes->execs_begun || is_executing(processes, known))) {
        found = find_executed(processes, known, place, memory);
    }
    if (found == NULL) {
        found = known;
    }
    return found != NULL ? found : meet(processes, place, memory);
}

const char *process_program(struct process *process, uint64_t stack, const struct memory *memory)
{
    char program[PROGRAM_MAX];
    uint64_t end;

    if (process->program == NULL && process->looks++ < LOOKS_MAX &&
        image_look(memory, stack, &end, program, sizeof(program))) {
        process->program = g_strdup(program);
        process->stack_end = end;
    }
    return process->program;
}

uint64_t processes_fork(struct processes *processes, struct process *parent, const struct place *place, uint64_t stack,
                        bool shares_descriptors)
{
    struct fork *fork = g_new0(struct fork, 1);

    if (g_queue_get_length(&processes->forks) == FORKS_MAX) {
        free_fork(g_queue_pop_head(&processes->forks));
    }
    fork->token = ++processes->tokens;
    fork->place = *place;
    fork->place.stack = stack;
    fork->child = child_of(processes, parent, shares_descriptors);
    g_queue_push_tail(&processes->forks, fork);
    return fork->token;
}

void processes_fork_failed(struct processes *processes, uint64_t token)
{
    for (GList *link = processes->forks.head; link != NULL; link = link->next) {
        if (((struct fork *)link->data)->token == token) {
            free_fork(link->data);
            g_queue_delete_link(&processes->forks, link);
            return;
        }
    }
}

void processes_maybe_child(struct processes *processes, const struct place *place)
{
    for (GList *link = processes->forks.head; link != NULL; link = link->next) {
        struct fork *fork = link->data;
        if (fork->place.stack == place->stack && place_is_behind(&fork->place, place) &&
            fork->place.space != place->space) {
            put(processes, place->space, process_hold(fork->child));
            g_queue_delete_link(&processes->forks, link);
            free_fork(fork);
            return;
        }
    }
}

void processes_vfork(struct processes *processes, struct process *parent, const struct place *place)
{
    struct process *child = child_of(processes, parent, false);

    child->suspended = process_hold(parent);
    put(processes, place->space, child);
}

void processes_vfork_returned(struct processes *processes, const struct place *place)
{
    struct process *child = processes_at(processes, place->space);

    if (child != NULL && child->suspended != NULL) {
        leave_space(processes, place->space, child);
    }
}

uint64_t processes_exec(struct processes *processes, struct process *process, const struct place *place,
                        const char *program, struct vectors vectors)
{
    struct exec *exec = g_new0(struct exec, 1);

    if (g_queue_get_length(&processes->execs) == EXECS_MAX) {
        free_exec(g_queue_pop_head(&processes->execs));
    }
    exec->token = ++processes->tokens;
    exec->space = place->space;
    exec->process = process_hold(process);
    exec->program = g_strdup(program);
    exec->vectors = vectors;
    g_queue_push_tail(&processes->execs, exec);
    processes->execs_begun++;
    return exec->token;
}

void processes_exec_failed(struct processes *processes, uint64_t token)
{
    for (GList *link = processes->execs.head; link != NULL; link = link->next) {
        if (((struct exec *)link->data)->token == token) {
            free_exec(link->data);
            g_queue_delete_link(&processes->execs, link);
            return;
        }
    }
}

void processes_exit(struct processes *processes, const struct place *place)
{
    struct process *process = processes_at(processes, place->space);

    if (process != NULL) {
        leave_space(processes, place->space, process);
    }
}

bool processes_is_vforked(const struct process *process)
{
    return process->suspended != NULL;
}
