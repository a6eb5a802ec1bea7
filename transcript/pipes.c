/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Pipes and socket pairs. A session without a terminal is made of three of them, or of two pairs: its server makes
 * them and forks, and the child has their other ends as its standard input, output and error.
 */
#include "follower_state.h"
#include "servers.h"

void pipes_made(struct follower *follower, const struct returned *call, bool sockets, uint64_t address,
                bool close_on_exec)
{
    const char *program = process_program(call->process, call->waiting->place.stack, call->memory);
    struct object *ends[2];
    uint64_t numbers;

    if (!memory_number(call->memory, address, 8, &numbers)) {
        return;
    }
    for (unsigned i = 0; i < 2; i++) {
        ends[i] = object_new(sockets ? OBJECT_SOCKET : i == 0 ? OBJECT_PIPE_READ : OBJECT_PIPE_WRITE,
                             follower->writer);
        ends[i]->maker = call->process->identity;
        ends[i]->served = serves_sessions(program);
        ends[i]->early_bytes = &follower->early_bytes;
    }
    ends[0]->peer = ends[1];
    ends[1]->peer = ends[0];
    for (unsigned i = 0; i < 2; i++) {
        descriptors_set(call->process->descriptors, (int)(numbers >> (32 * i)), ends[i], close_on_exec);
        object_drop(ends[i]);
    }
}

/* Whether the process has this end from the server that forked it, who has the other one, and no session has it. */
static bool is_from_server(const struct object *end, const struct process *process, enum object_kind pipe)
{
    return end != NULL && (end->kind == pipe || end->kind == OBJECT_SOCKET) && end->served && end->channel == NULL &&
           end->maker == process->parent && end->peer != NULL && end->peer->channel == NULL;
}

/* What passed at this end of the server's is told. */
static void finish_end(struct follower *follower, struct object *end)
{
    transfer_early(follower, end);
    if (end->outlived) {
        object_drop_outlived(end);
    }
}

void pipes_look_for_session(struct follower *follower, struct process *process)
{
    struct object *ends[3];

    for (int i = 0; i < 3; i++) {
        ends[i] = descriptors_find(process->descriptors, i);
        if (!is_from_server(ends[i], process, i == 0 ? OBJECT_PIPE_READ : OBJECT_PIPE_WRITE)) {
            return;
        }
    }
    if (ends[1] == ends[2]) {
        return;
    }
    struct object *input = ends[0]->peer, *output = ends[1]->peer, *error = ends[2]->peer;
    struct channel *channel = channel_new(follower->writer, TRANSCRIPT_PIPES);
    if (process->program != NULL && !channel->closed) {
        writer_info(follower->writer, channel->number, "server", process->program);
    }
    object_assign(input, channel, input == output ? TRANSCRIPT_OUTPUT : 0, TRANSCRIPT_INPUT);
    object_assign(output, channel, TRANSCRIPT_OUTPUT, 0);
    object_assign(error, channel, TRANSCRIPT_ERROR, 0);
    for (unsigned i = 0; i < G_N_ELEMENTS(ends); i++) {
        object_assign(ends[i], channel, 0, 0);
    }
    channel_drop(channel);
    finish_end(follower, input);
    if (input != output) {
        finish_end(follower, output);
    }
    finish_end(follower, error);
}
