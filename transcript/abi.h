/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Linux' system calls as far as they are followed, whatever the instruction set: one file per ABI says which number is
 * which call, and all calls have their arguments where x86_64 has them.
 */
#ifndef RECCTRL_TRANSCRIPT_ABI_H
#define RECCTRL_TRANSCRIPT_ABI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "memory.h"

enum system_call {
    CALL_OTHER, /* not followed */
    CALL_CLONE,
    CALL_CLONE3,
    CALL_CLOSE,
    CALL_CLOSE_RANGE,
    CALL_DUP,
    CALL_DUP2,
    CALL_DUP3,
    CALL_EXECVE,
    CALL_EXECVEAT,
    CALL_EXIT,
    CALL_EXIT_GROUP,
    CALL_FCNTL,
    CALL_FORK,
    CALL_FSTAT,
    CALL_FSTATAT,
    CALL_GETEUID,
    CALL_IOCTL,
    CALL_IO_URING_SETUP,
    CALL_OPEN,
    CALL_OPENAT,
    CALL_OPENAT2,
    CALL_PIDFD_GETFD,
    CALL_PIPE,
    CALL_PIPE2,
    CALL_READ,
    CALL_READV,
    CALL_RECVFROM,
    CALL_RECVMSG,
    CALL_SENDMSG,
    CALL_SENDTO,
    CALL_SETREUID,
    CALL_SETRESUID,
    CALL_SETUID,
    CALL_SOCKETCALL, /* i386: which of the calls of sockets says the first argument; abi_decode() resolves it */
    CALL_SOCKETPAIR,
    CALL_SPLICE,
    CALL_VFORK,
    CALL_WRITE,
    CALL_WRITEV,
};

#define CALL_ARGUMENTS 6

struct abi {
    unsigned word;        /* bytes of a pointer: 4 or 8 */
    const uint8_t *calls; /* by number: enum system_call */
    size_t count;
    unsigned status_device; /* the offset of st_rdev in what CALL_FSTAT fills in */
    unsigned clone_child_number; /* which argument of CALL_CLONE says where the child's number is written, from 0 */
};

extern const struct abi abi_x86_64, abi_i386, abi_arm, abi_aarch64;

/*
 * Which call this is; its arguments are put where x86_64 has them. `memory` is that of the caller at its entry. What
 * can't be read is CALL_OTHER.
 */
enum system_call abi_decode(const struct abi *abi, uint64_t number, uint64_t arguments[CALL_ARGUMENTS],
                            const struct memory *memory);

/* The result that the register holds, negative for an error. */
int64_t abi_result(const struct abi *abi, uint64_t value);

#endif
