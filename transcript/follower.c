/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "follower.h"

#include "calls.h"
#include "follower_state.h"
#include "programs.h"

/* Who is killed within a system call never returns from it. */
#define WAITING_MAX 65536

/* include/uapi/linux/sched.h */
enum {
    GUEST_CLONE_VM = 0x100,
    GUEST_CLONE_FILES = 0x400,
    GUEST_CLONE_VFORK = 0x4000,
    GUEST_CLONE_CHILD_SETTID = 0x1000000,
};

static guint hash_thread(gconstpointer opaque)
{
    const struct waiting *waiting = opaque;

    return (guint)(waiting->process * 31 + (waiting->place.stack >> 3));
}

static gboolean is_same_thread(gconstpointer a, gconstpointer b)
{
    const struct waiting *first = a, *second = b;

    return first->process == second->process && first->place.stack == second->place.stack;
}

static void drop_channel(void *channel)
{
    channel_drop(channel);
}

struct follower *follower_new(struct writer *writer)
{
    struct follower *follower = g_new0(struct follower, 1);

    follower->writer = writer;
    follower->processes = processes_new();
    follower->waiting = g_hash_table_new_full(hash_thread, is_same_thread, NULL, g_free);
    follower->terminals = g_hash_table_new_full(NULL, NULL, NULL, drop_channel);
    follower->rights = rights_new();
    return follower;
}

void follower_free(struct follower *follower)
{
    g_hash_table_unref(follower->waiting);
    rights_free(follower->rights);
    processes_free(follower->processes);
    g_hash_table_unref(follower->terminals);
    g_free(follower);
}

/* A call that makes a process or a thread. */
struct cloning {
    uint64_t flags;
    uint64_t stack;          /* of the child; 0: the parent's */
    uint64_t number_address; /* where the child has its number in its memory; 0: nowhere */
};

static struct cloning decode_clone(const struct waiting *call, const struct memory *memory)
{
    struct cloning cloning = {0};
    uint64_t size;

    switch (call->call) {
    case CALL_VFORK:
        cloning.flags = GUEST_CLONE_VM | GUEST_CLONE_VFORK;
        break;
    case CALL_CLONE:
        cloning.flags = call->arguments[0];
        cloning.stack = call->arguments[1];
        cloning.number_address = call->arguments[call->abi->clone_child_number];
        break;
    case CALL_CLONE3: /* struct clone_args */
        memory_number(memory, call->arguments[0], 8, &cloning.flags);
        memory_number(memory, call->arguments[0] + 16, 8, &cloning.number_address);
        if (memory_number(memory, call->arguments[0] + 40, 8, &cloning.stack) && cloning.stack != 0 &&
            memory_number(memory, call->arguments[0] + 48, 8, &size)) {
            cloning.stack += size;
        }
        break;
    default:
        break;
    }
    if (!(cloning.flags & GUEST_CLONE_CHILD_SETTID)) {
        cloning.number_address = 0;
    }
    return cloning;
}

static bool is_vfork(const struct cloning *cloning)
{
    return (cloning->flags & (GUEST_CLONE_VM | GUEST_CLONE_VFORK | GUEST_CLONE_FILES)) ==
           (GUEST_CLONE_VM | GUEST_CLONE_VFORK);
}

static void begin_fork(struct follower *follower, struct waiting *call, struct process *process,
                       const struct memory *memory)
{
    struct cloning cloning = decode_clone(call, memory);

    if (!(cloning.flags & GUEST_CLONE_VM)) {
        call->token = processes_fork(follower->processes, process, &call->place,
                                     cloning.stack != 0 ? cloning.stack : call->place.stack,
                                     cloning.number_address, cloning.flags & GUEST_CLONE_FILES);
    } else if (is_vfork(&cloning)) {
        processes_vfork(follower->processes, process, &call->place);
        call->call = CALL_VFORK;
    } else {
        call->call = CALL_OTHER; /* a thread */
    }
}

#define STRINGS_MAX 4096

/* How many pointers there are before the NULL. */
static unsigned count_pointers(const struct abi *abi, uint64_t address, const struct memory *memory)
{
    uint64_t pointer;
    unsigned count = 0;

    while (address != 0 && count < STRINGS_MAX &&
           memory_number(memory, address + (uint64_t)count * abi->word, abi->word, &pointer) && pointer != 0) {
        count++;
    }
    return count;
}

static void begin_exec(struct follower *follower, struct waiting *call, struct process *process,
                       const struct memory *memory)
{
    const uint64_t *arguments = call->arguments + (call->call == CALL_EXECVEAT);
    struct vectors vectors = {
        .arguments = count_pointers(call->abi, arguments[1], memory),
        .environment = count_pointers(call->abi, arguments[2], memory),
    };
    char path[PROGRAM_MAX];

    if (!memory_string(memory, arguments[0], path, sizeof(path))) {
        path[0] = '\0'; /* a constant in a page that nobody has touched so far */
    }
    call->token = processes_exec(follower->processes, process, &call->place, path, vectors);
}

static void tell_once(struct follower *follower, bool *told, const char *what)
{
    if (!*told) {
        *told = true;
        writer_problem(follower->writer, "%s", what);
    }
}

/* What is to be done before the kernel does it. */
static void begin_call(struct follower *follower, struct waiting *call, struct process *process,
                       const struct memory *memory)
{
    switch (call->call) {
    case CALL_FORK:
    case CALL_VFORK:
    case CALL_CLONE:
    case CALL_CLONE3:
        begin_fork(follower, call, process, memory);
        break;
    case CALL_EXECVE:
    case CALL_EXECVEAT:
        begin_exec(follower, call, process, memory);
        break;
    case CALL_SENDMSG:
        call->token = rights_send(follower, call->abi, process, (int)call->arguments[0], call->arguments[1], memory);
        break;
    case CALL_EXIT:
        if (processes_is_vforked(process)) {
            processes_exit(follower->processes, &call->place);
        }
        break;
    case CALL_EXIT_GROUP:
        processes_exit(follower->processes, &call->place);
        break;
    case CALL_IO_URING_SETUP:
        tell_once(follower, &follower->saw_io_uring,
                  "a program in the guest uses io_uring: what it reads and writes that way is missing");
        break;
    case CALL_PIDFD_GETFD:
        tell_once(follower, &follower->saw_pidfd_getfd,
                  "a program in the guest takes descriptors of others by pidfd_getfd(): what it reads and writes "
                  "there is missing");
        break;
    default:
        break;
    }
}

/* A program that has begun did not return from execve() either. */
static gboolean may_be_forgotten(void *key, void *opaque, void *unused)
{
    const struct waiting *waiting = opaque;

    (void)key;
    (void)unused;
    return waiting->call == CALL_OTHER || waiting->call == CALL_EXECVE;
}

static void make_room(struct follower *follower)
{
    if (g_hash_table_size(follower->waiting) >= WAITING_MAX) {
        g_hash_table_foreach_remove(follower->waiting, may_be_forgotten, NULL);
    }
    if (g_hash_table_size(follower->waiting) >= WAITING_MAX) {
        g_hash_table_remove_all(follower->waiting);
    }
}

static struct process *find_process(struct follower *follower, const struct place *place, const struct memory *memory)
{
    struct process *process = processes_find(follower->processes, place, memory);

    if (process->program_is_new) {
        program_begins(follower, process, memory);
    }
    return process;
}

void follower_enter(struct follower *follower, const struct abi *abi, const struct place *place, uint64_t number,
                    const uint64_t arguments[CALL_ARGUMENTS], const struct memory *memory)
{
    struct waiting *call = g_new0(struct waiting, 1);

    follower->calls++;
    call->place = *place;
    call->abi = abi;
    for (unsigned i = 0; i < CALL_ARGUMENTS; i++) {
        call->arguments[i] = arguments[i];
    }
    call->call = abi_decode(abi, number, call->arguments, memory);
    struct process *process = find_process(follower, place, memory);
    call->process = process->identity;
    begin_call(follower, call, process, memory);
    if (call->call == CALL_EXIT || call->call == CALL_EXIT_GROUP) {
        g_free(call);
        return;
    }
    make_room(follower);
    g_hash_table_replace(follower->waiting, call, call);
}

static bool is_fork(enum system_call call)
{
    return call == CALL_FORK || call == CALL_CLONE || call == CALL_CLONE3;
}

static bool is_exec(enum system_call call)
{
    return call == CALL_EXECVE || call == CALL_EXECVEAT;
}

/* The part of a return that concerns the process as a whole. */
static void finish_process_call(struct follower *follower, const struct waiting *call, int64_t result)
{
    if (is_fork(call->call)) {
        processes_fork_returned(follower->processes, call->token, result);
    } else if (call->call == CALL_VFORK) {
        processes_vfork_returned(follower->processes, &call->place);
    } else if (is_exec(call->call)) {
        processes_exec_failed(follower->processes, call->token);
    }
}

/*
 * The call from which a thread returns, or NULL. In vfork() it may be a parent's, back in its address space when its
 * child has executed a program: that is, did not return from a call that can only return with an error.
 */
static struct waiting *find_waiting(const struct follower *follower, const struct place *place, uint64_t value)
{
    const struct process *process = processes_at(follower->processes, place->space);
    struct waiting *found = NULL;

    for (; process != NULL && found == NULL; process = process->suspended) {
        struct waiting key = {.process = process->identity, .place = *place};
        found = g_hash_table_lookup(follower->waiting, &key);
        if (found != NULL && is_exec(found->call) && abi_result(found->abi, value) >= 0) {
            found = NULL;
        }
    }
    return found != NULL && place_is_behind(&found->place, place) ? found : NULL;
}

void follower_return(struct follower *follower, const struct place *place, uint64_t value, const struct memory *memory)
{
    struct waiting *call = find_waiting(follower, place, value);

    if (call == NULL) {
        if (value == 0) {
            processes_maybe_child(follower->processes, place, memory);
        }
        processes_meet(follower->processes, place, memory);
        return;
    }
    int64_t result = abi_result(call->abi, value);
    if (call->call == CALL_VFORK && result == 0) {
        return; /* the child, on its parent's stack */
    }
    g_hash_table_steal(follower->waiting, call);
    finish_process_call(follower, call, result);
    call_returned(follower, &(struct returned){
                                .waiting = call,
                                .result = result,
                                .process = find_process(follower, place, memory),
                                .memory = memory,
                            });
    g_free(call);
}

void follower_end(struct follower *follower)
{
    if (follower->calls == 0) {
        writer_problem(follower->writer,
                       "no program in the guest made a system call of Linux: no terminals can be found, except the "
                       "machine's serial ports");
    }
}
