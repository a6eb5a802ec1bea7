/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "process.h"

bool place_is_behind(const struct place *entry, const struct place *returned)
{
    return entry->next == 0 || entry->next == returned->next;
}

struct process *process_new(uint64_t identity, struct descriptors *descriptors)
{
    struct process *process = g_new0(struct process, 1);

    process->references = 1;
    process->identity = identity;
    process->uid = UID_UNKNOWN;
    process->descriptors = descriptors;
    return process;
}

struct process *process_hold(struct process *process)
{
    process->references++;
    return process;
}

void process_drop(struct process *process)
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

struct process *process_child(uint64_t identity, const struct process *parent, bool shares_descriptors)
{
    struct process *child = process_new(identity, shares_descriptors ? descriptors_hold(parent->descriptors)
                                                                     : descriptors_copy(parent->descriptors));

    child->parent = parent->identity;
    child->uid = parent->uid;
    child->program = g_strdup(parent->program);
    child->stack_end = parent->stack_end;
    return child;
}
