/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers that several ABIs have in common, for the tables of abi_*.c. */
#ifndef RECCTRL_TRANSCRIPT_ABI_NUMBERS_H
#define RECCTRL_TRANSCRIPT_ABI_NUMBERS_H

#include "abi.h"

/* Of all ABIs: since 2019 a new call has the same number in each. */
#define ABI_NUMBERS_OF_ALL                                                                                             \
    [425] = CALL_IO_URING_SETUP,                                                                                       \
    [435] = CALL_CLONE3,                                                                                               \
    [436] = CALL_CLOSE_RANGE,                                                                                          \
    [437] = CALL_OPENAT2,                                                                                              \
    [438] = CALL_PIDFD_GETFD

/* Of arm (EABI) and i386, whose older calls are the same. */
#define ABI_NUMBERS_OF_32_BITS                                                                                         \
    [1] = CALL_EXIT,                                                                                                   \
    [2] = CALL_FORK,                                                                                                   \
    [3] = CALL_READ,                                                                                                   \
    [4] = CALL_WRITE,                                                                                                  \
    [5] = CALL_OPEN,                                                                                                   \
    [6] = CALL_CLOSE,                                                                                                  \
    [11] = CALL_EXECVE,                                                                                                \
    [23] = CALL_SETUID,                                                                                                \
    [41] = CALL_DUP,                                                                                                   \
    [42] = CALL_PIPE,                                                                                                  \
    [49] = CALL_GETEUID,                                                                                               \
    [54] = CALL_IOCTL,                                                                                                 \
    [55] = CALL_FCNTL,                                                                                                 \
    [63] = CALL_DUP2,                                                                                                  \
    [70] = CALL_SETREUID,                                                                                              \
    [120] = CALL_CLONE,                                                                                                \
    [145] = CALL_READV,                                                                                                \
    [146] = CALL_WRITEV,                                                                                               \
    [164] = CALL_SETRESUID,                                                                                            \
    [190] = CALL_VFORK,                                                                                                \
    [197] = CALL_FSTAT,                                                                                                \
    [201] = CALL_GETEUID,                                                                                              \
    [203] = CALL_SETREUID,                                                                                             \
    [208] = CALL_SETRESUID,                                                                                            \
    [213] = CALL_SETUID,                                                                                               \
    [221] = CALL_FCNTL,                                                                                                \
    ABI_NUMBERS_OF_ALL

#endif
