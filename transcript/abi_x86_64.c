/* SPDX-License-Identifier: GPL-2.0-or-later */
/* arch/x86/entry/syscalls/syscall_64.tbl */
#include "abi_numbers.h"

static const uint8_t calls[] = {
    ABI_NUMBERS_OF_ALL,
    [0] = CALL_READ,
    [1] = CALL_WRITE,
    [2] = CALL_OPEN,
    [3] = CALL_CLOSE,
    [5] = CALL_FSTAT,
    [16] = CALL_IOCTL,
    [19] = CALL_READV,
    [20] = CALL_WRITEV,
    [22] = CALL_PIPE,
    [32] = CALL_DUP,
    [33] = CALL_DUP2,
    [44] = CALL_SENDTO,
    [45] = CALL_RECVFROM,
    [46] = CALL_SENDMSG,
    [47] = CALL_RECVMSG,
    [53] = CALL_SOCKETPAIR,
    [56] = CALL_CLONE,
    [57] = CALL_FORK,
    [58] = CALL_VFORK,
    [59] = CALL_EXECVE,
    [60] = CALL_EXIT,
    [72] = CALL_FCNTL,
    [105] = CALL_SETUID,
    [107] = CALL_GETEUID,
    [113] = CALL_SETREUID,
    [117] = CALL_SETRESUID,
    [231] = CALL_EXIT_GROUP,
    [257] = CALL_OPENAT,
    [262] = CALL_FSTATAT,
    [275] = CALL_SPLICE,
    [292] = CALL_DUP3,
    [293] = CALL_PIPE2,
    [322] = CALL_EXECVEAT,
};

const struct abi abi_x86_64 = {
    .word = 8,
    .calls = calls,
    .count = sizeof(calls),
    .status_device = 40,
    .clone_child_number = 3,
};
