/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which program it is that runs in a terminal or session: the first that is executed there. */
#include "programs.h"

#include <stdio.h>

#include "image.h"

#define COMMAND_MAX 4096 /* bytes of all arguments, with their blanks */

void program_begins(struct follower *follower, struct process *process, const struct memory *memory)
{
    const struct object *input = descriptors_find(process->descriptors, 0);
    struct channel *channel = input != NULL ? input->channel : NULL;
    char command[COMMAND_MAX], uid[16];

    process->program_is_new = false;
    if (channel == NULL || channel->closed || channel->program_is_known || input->when_read != 0) {
        return;
    }
    channel->program_is_known = true;
    writer_info(follower->writer, channel->number, "program", process->program);
    if (image_arguments(memory, process->stack_end, process->vectors.arguments, process->vectors.environment, command,
                        sizeof(command))) {
        writer_info(follower->writer, channel->number, "command", command);
    }
    if (process->uid != UID_UNKNOWN) {
        snprintf(uid, sizeof(uid), "%u", process->uid);
        writer_info(follower->writer, channel->number, "uid", uid);
    }
}
