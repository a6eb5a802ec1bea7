/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "processes.h"

#include <string.h>

#include "execs.h"
#include "forks.h"
#include "image.h"

/* With the entries of their tables (descriptors.c) this bounds what a guest can make the follower keep. */
#define PROCESSES_MAX 16384

/* A thread that is not its process' first has another stack, at whose end there is no path. */
#define LOOKS_MAX 4

struct processes {
    GHashTable *by_space; /* uint64_t: struct process */
    struct forks *forks;
    struct execs *execs;
    uint64_t identities, tokens;
    uint64_t execs_begun;
};

static void free_process(void *process)
{
    process_drop(process);
}

struct processes *processes_new(void)
{
    struct processes *processes = g_new0(struct processes, 1);

    processes->by_space = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, free_process);
    processes->forks = forks_new();
    processes->execs = execs_new();
    return processes;
}

void processes_free(struct processes *processes)
{
    forks_free(processes->forks);
    execs_free(processes->execs);
    g_hash_table_unref(processes->by_space);
    g_free(processes);
}

static struct process *child_of(struct processes *processes, const struct process *parent, bool shares_descriptors)
{
    struct process *child = process_child(++processes->identities, parent, shares_descriptors);

    child->execs_seen = processes->execs_begun;
    return child;
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

/* A process that executes a program or is gone executes no other; NULL: nobody is left. */
static void forget_execs(struct processes *processes, const struct process *process)
{
    const struct exec *exec;

    while ((exec = execs_of_process(processes->execs, process)) != NULL) {
        execs_remove(processes->execs, exec->token);
    }
}

/* The program that `exec` told of has begun, in a new address space. */
static struct process *begin_program(struct processes *processes, const struct exec *exec, uint64_t space,
                                     const char *program, uint64_t stack_end)
{
    struct process *process = process_hold(exec->process);

    if (processes_at(processes, exec->place.space) == process) {
        leave_space(processes, exec->place.space, process);
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
    forget_execs(processes, process);
    put(processes, space, process);
    return process;
}

/* A thread that executed a program goes on in another address space; NULL: it did not. */
static struct process *find_executed_by_thread(struct processes *processes, const struct place *place,
                                               const struct memory *memory)
{
    const struct exec *exec = execs_of_thread(processes->execs, place->thread);
    char program[PROGRAM_MAX];
    uint64_t end = 0;

    if (exec == NULL || exec->place.space == place->space) {
        return NULL;
    }
    if (!image_look(memory, place->stack, &end, program, sizeof(program))) {
        g_strlcpy(program, exec->program, sizeof(program));
    }
    return begin_program(processes, exec, place->space, program, end);
}

/* The same where threads can't be told apart: of several programs of one path it is the first. */
static struct process *find_executed_by_path(struct processes *processes, struct process *known,
                                             const struct place *place, const struct memory *memory)
{
    char program[PROGRAM_MAX];
    const struct exec *exec;
    uint64_t end;

    if (!image_look(memory, place->stack, &end, program, sizeof(program))) {
        return NULL;
    }
    bool is_other = known == NULL || execs_of_process(processes->execs, known) != NULL;
    if (!is_other) {
        known->execs_seen = processes->execs_begun;
        is_other = known->program != NULL && (known->stack_end != end || strcmp(known->program, program) != 0);
        if (known->program != NULL && !is_other) {
            return NULL;
        }
    }
    exec = execs_of_program(processes->execs, program);
    if (exec == NULL && is_other) {
        exec = execs_of_program(processes->execs, "");
    }
    return exec != NULL ? begin_program(processes, exec, place->space, program, end) : NULL;
}

static struct process *find_executed(struct processes *processes, struct process *known, const struct place *place,
                                     const struct memory *memory)
{
    if (execs_is_empty(processes->execs)) {
        return NULL;
    }
    if (place->thread != 0) {
        return find_executed_by_thread(processes, place, memory);
    }
    if (known == NULL || known->execs_seen < processes->execs_begun ||
        execs_of_process(processes->execs, known) != NULL) {
        return find_executed_by_path(processes, known, place, memory);
    }
    return NULL;
}

static struct process *meet(struct processes *processes, const struct place *place, const struct memory *memory)
{
    struct process *process = process_new(++processes->identities, descriptors_new());

    process->execs_seen = processes->execs_begun;
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
    struct process *found = find_executed(processes, known, place, memory);

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
                        uint64_t number_address, bool shares_descriptors)
{
    struct place of_child = *place;

    of_child.stack = stack;
    forks_add(processes->forks, ++processes->tokens, &of_child, number_address,
              child_of(processes, parent, shares_descriptors));
    return processes->tokens;
}

void processes_fork_returned(struct processes *processes, uint64_t token, int64_t result)
{
    forks_returned(processes->forks, token, result);
}

/* What identified a thread that was killed in execve() is given to another one. */
static void thread_begins(struct processes *processes, uint64_t thread)
{
    const struct exec *exec = thread != 0 ? execs_of_thread(processes->execs, thread) : NULL;

    if (exec != NULL) {
        execs_remove(processes->execs, exec->token);
    }
}

void processes_maybe_child(struct processes *processes, const struct place *place, const struct memory *memory)
{
    struct process *child = forks_take(processes->forks, place, memory);

    if (child != NULL) {
        thread_begins(processes, place->thread);
        put(processes, place->space, child);
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
                        char *program, struct vectors vectors)
{
    execs_add(processes->execs, &(struct exec){
                                    .token = ++processes->tokens,
                                    .place = *place,
                                    .process = process,
                                    .program = program,
                                    .vectors = vectors,
                                });
    processes->execs_begun++;
    return processes->tokens;
}

void processes_exec_failed(struct processes *processes, uint64_t token)
{
    execs_remove(processes->execs, token);
}

void processes_exit(struct processes *processes, const struct place *place)
{
    struct process *process = processes_at(processes, place->space);

    if (process != NULL) {
        forget_execs(processes, process);
        leave_space(processes, place->space, process);
    }
}

bool processes_is_vforked(const struct process *process)
{
    return process->suspended != NULL;
}
