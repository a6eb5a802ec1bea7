/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "message.h"

#define CONTROL_MAX 4096 /* bytes of ancillary data that are looked at */

/* include/linux/socket.h */
enum { SOL_SOCKET = 1, SCM_RIGHTS = 1 };

/* struct msghdr is seven words, with padding where its int fields are. */
bool message_read(const struct abi *abi, const struct memory *memory, uint64_t address, struct message *message)
{
    unsigned word = abi->word;

    return memory_number(memory, address + 2 * word, word, &message->vector) &&
           memory_number(memory, address + 3 * word, word, &message->count) &&
           memory_number(memory, address + 4 * word, word, &message->control) &&
           memory_number(memory, address + 5 * word, word, &message->control_length);
}

bool message_part(const struct abi *abi, const struct memory *memory, uint64_t vector, uint64_t index,
                  uint64_t *address, uint64_t *length)
{
    unsigned word = abi->word;

    return memory_number(memory, vector + 2 * word * index, word, address) &&
           memory_number(memory, vector + (2 * index + 1) * word, word, length);
}

/* struct cmsghdr: a word with the length of it all, level, type; the next one is aligned to a word. */
unsigned message_rights(const struct abi *abi, const struct memory *memory, const struct message *message,
                        int numbers[RIGHTS_MAX])
{
    unsigned word = abi->word, header = word + 8, found = 0;
    uint64_t end = message->control_length < CONTROL_MAX ? message->control_length : CONTROL_MAX;
    uint64_t length, level, type, number;

    for (uint64_t at = 0; message->control != 0 && at + header <= end; at += (length + word - 1) / word * word) {
        uint64_t address = message->control + at;
        if (!memory_number(memory, address, word, &length) || !memory_number(memory, address + word, 4, &level) ||
            !memory_number(memory, address + word + 4, 4, &type) || length < header || length > end - at) {
            break;
        }
        if (level != SOL_SOCKET || type != SCM_RIGHTS) {
            continue;
        }
        for (uint64_t i = header; i + 4 <= length && found < RIGHTS_MAX; i += 4) {
            if (!memory_number(memory, address + i, 4, &number)) {
                return found;
            }
            numbers[found++] = (int)number;
        }
    }
    return found;
}
