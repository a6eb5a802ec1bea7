/* SPDX-License-Identifier: GPL-2.0-or-later */
/* struct msghdr and struct iovec in the guest's memory. */
#ifndef RECCTRL_TRANSCRIPT_MESSAGE_H
#define RECCTRL_TRANSCRIPT_MESSAGE_H

#include "abi.h"

struct message {
    uint64_t vector, count;           /* of struct iovec */
    uint64_t control, control_length; /* of ancillary data, in bytes */
};

bool message_read(const struct abi *abi, const struct memory *memory, uint64_t address, struct message *message);

/* The vector's entry at `index`: address and bytes of one part. */
bool message_part(const struct abi *abi, const struct memory *memory, uint64_t vector, uint64_t index,
                  uint64_t *address, uint64_t *length);

#define RIGHTS_MAX 253 /* descriptors in one message: Linux' SCM_MAX_FD */

/* The descriptors that a message carries into numbers[RIGHTS_MAX]; returns how many. */
unsigned message_rights(const struct abi *abi, const struct memory *memory, const struct message *message,
                        int numbers[RIGHTS_MAX]);

#endif
