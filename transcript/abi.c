/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "abi.h"

/* include/uapi/linux/net.h */
static const uint8_t socket_calls[] = {
    [8] = CALL_SOCKETPAIR, [9] = CALL_SENDTO,   [10] = CALL_RECVFROM, [11] = CALL_SENDTO,
    [12] = CALL_RECVFROM,  [16] = CALL_SENDMSG, [17] = CALL_RECVMSG,
};

static enum system_call decode_socketcall(uint64_t arguments[CALL_ARGUMENTS], const struct memory *memory)
{
    uint64_t which = arguments[0], address = arguments[1];

    if (which >= sizeof(socket_calls) || socket_calls[which] == CALL_OTHER) {
        return CALL_OTHER;
    }
    for (unsigned i = 0; i < 4; i++) {
        /* sendmsg and recvmsg have no fourth one, so that it may lie where nothing is. */
        if (!memory_number(memory, address + 4 * i, 4, &arguments[i]) && i < 3) {
            return CALL_OTHER;
        }
    }
    return socket_calls[which];
}

enum system_call abi_decode(const struct abi *abi, uint64_t number, uint64_t arguments[CALL_ARGUMENTS],
                            const struct memory *memory)
{
    enum system_call call = number < abi->count ? abi->calls[number] : CALL_OTHER;

    for (unsigned i = 0; i < CALL_ARGUMENTS && abi->word == 4; i++) {
        arguments[i] = (uint32_t)arguments[i];
    }
    return call == CALL_SOCKETCALL ? decode_socketcall(arguments, memory) : call;
}

int64_t abi_result(const struct abi *abi, uint64_t value)
{
    return abi->word == 4 ? (int64_t)(int32_t)value : (int64_t)value;
}
