/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Put in front of each file of recctrlu.exe with -include: a host that answers in the instruction's place, and tells what
 * it was asked. A recording called "busy" is never started, as another one is on.
 */
#define RECCTRL_ISA_X86_H

#include "recctrl/abi.h"

#include <stddef.h>

long sys_write(int fd, const void *data, size_t length);

static __inline__ int32_t recctrl_hypercall(uint32_t magic, int32_t second, const void *pointer)
{
    static const int32_t answers[] = {RECCTRL_ERROR, RECCTRL_HELLO, RECCTRL_STATUS_BASE, RECCTRL_START, RECCTRL_STOP};
    const struct recctrl_request *request = pointer;
    char said[] = "call 0\n";

    if (magic != RECCTRL_MAGIC2 || second != RECCTRL_REQUEST_BYTES || request->action > RECCTRL_CALL_STOP) {
        return RECCTRL_ERROR;
    }
    said[sizeof(said) - 3] = (char)('0' + request->action);
    sys_write(2, said, sizeof(said) - 1);
    if (request->action == RECCTRL_CALL_START && request->name[0] == 'b') {
        return RECCTRL_NOOP;
    }
    return answers[request->action];
}
