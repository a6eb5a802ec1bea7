/* SPDX-License-Identifier: GPL-2.0-or-later */
/* arch/arm/tools/syscall.tbl (EABI) */
#include "abi_numbers.h"

static const uint8_t calls[] = {
    ABI_NUMBERS_OF_32_BITS,
    [248] = CALL_EXIT_GROUP,
    [288] = CALL_SOCKETPAIR,
    [290] = CALL_SENDTO,
    [292] = CALL_RECVFROM,
    [296] = CALL_SENDMSG,
    [297] = CALL_RECVMSG,
    [322] = CALL_OPENAT,
    [327] = CALL_FSTATAT,
    [340] = CALL_SPLICE,
    [358] = CALL_DUP3,
    [359] = CALL_PIPE2,
    [387] = CALL_EXECVEAT,
};

const struct abi abi_arm = {
    .word = 4,
    .calls = calls,
    .count = sizeof(calls),
    .status_device = 32,
    .clone_child_number = 4,
};
