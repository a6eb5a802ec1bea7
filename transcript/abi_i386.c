/* SPDX-License-Identifier: GPL-2.0-or-later */
/* arch/x86/entry/syscalls/syscall_32.tbl; also of 32-bit programs on a 64-bit kernel. */
#include "abi_numbers.h"

static const uint8_t calls[] = {
    ABI_NUMBERS_OF_32_BITS,
    [102] = CALL_SOCKETCALL,
    [252] = CALL_EXIT_GROUP,
    [295] = CALL_OPENAT,
    [300] = CALL_FSTATAT,
    [313] = CALL_SPLICE,
    [330] = CALL_DUP3,
    [331] = CALL_PIPE2,
    [358] = CALL_EXECVEAT,
    [360] = CALL_SOCKETPAIR,
    [369] = CALL_SENDTO,
    [370] = CALL_SENDMSG,
    [371] = CALL_RECVFROM,
    [372] = CALL_RECVMSG,
};

const struct abi abi_i386 = {
    .word = 4,
    .calls = calls,
    .count = sizeof(calls),
    .status_device = 32,
    .clone_child_number = 4,
};
