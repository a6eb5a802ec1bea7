/* SPDX-License-Identifier: GPL-2.0-or-later */
/* include/uapi/asm-generic/unistd.h */
#include "abi_numbers.h"

static const uint8_t calls[] = {
    ABI_NUMBERS_OF_ALL,
    [23] = CALL_DUP,
    [24] = CALL_DUP3,
    [25] = CALL_FCNTL,
    [29] = CALL_IOCTL,
    [56] = CALL_OPENAT,
    [57] = CALL_CLOSE,
    [59] = CALL_PIPE2,
    [63] = CALL_READ,
    [64] = CALL_WRITE,
    [65] = CALL_READV,
    [66] = CALL_WRITEV,
    [76] = CALL_SPLICE,
    [79] = CALL_FSTATAT,
    [80] = CALL_FSTAT,
    [93] = CALL_EXIT,
    [94] = CALL_EXIT_GROUP,
    [145] = CALL_SETREUID,
    [146] = CALL_SETUID,
    [147] = CALL_SETRESUID,
    [175] = CALL_GETEUID,
    [199] = CALL_SOCKETPAIR,
    [206] = CALL_SENDTO,
    [207] = CALL_RECVFROM,
    [211] = CALL_SENDMSG,
    [212] = CALL_RECVMSG,
    [220] = CALL_CLONE,
    [221] = CALL_EXECVE,
    [281] = CALL_EXECVEAT,
};

const struct abi abi_aarch64 = {
    .word = 8,
    .calls = calls,
    .count = sizeof(calls),
    .status_device = 32,
    .clone_child_number = 4,
};
