/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a system call that has returned changes. */
#include "calls.h"

#include "begun.h"

/* include/uapi/asm-generic/fcntl.h and others; the same on x86 and ARM */
enum { F_DUPFD = 0, F_SETFD = 2, F_DUPFD_CLOEXEC = 1030, FD_CLOEXEC_FLAG = 1 };
enum { GUEST_CLOSE_RANGE_CLOEXEC = 4, EBADF_RESULT = -9 };
#define CLOEXEC_FLAG 02000000u /* O_CLOEXEC, SOCK_CLOEXEC */
#define AT_EMPTY_PATH_FLAG 0x1000
#define NOBODY UINT32_MAX /* as an argument of setreuid() and the like: no change */

#define PATH_ROOM 64 /* bytes; enough to tell a terminal from another file */

static void opened(struct follower *follower, const struct returned *call, uint64_t path_address, uint64_t flags)
{
    char path[PATH_ROOM];

    if (call->result >= 0) {
        memory_string(call->memory, path_address, path, sizeof(path));
        terminal_opened(follower, call, path, flags & CLOEXEC_FLAG);
    }
}

static void opened_as_described(struct follower *follower, const struct returned *call)
{
    uint64_t flags;

    memory_number(call->memory, call->waiting->arguments[2], 8, &flags);
    opened(follower, call, call->waiting->arguments[1], flags);
}

static void copied(struct follower *follower, const struct returned *call, bool close_on_exec)
{
    struct descriptors *descriptors = call->process->descriptors;
    int number = (int)call->waiting->arguments[0], copy = (int)call->result;

    if (copy >= 0 && copy != number) {
        descriptors_set(descriptors, copy, descriptors_find(descriptors, number), close_on_exec);
        if (copy <= 2) {
            pipes_look_for_session(follower, call->process);
        }
    }
}

static void controlled(struct follower *follower, const struct returned *call)
{
    const uint64_t *arguments = call->waiting->arguments;
    unsigned number = (unsigned)arguments[0];

    if (call->result < 0) {
        return;
    }
    switch (arguments[1]) {
    case F_DUPFD:
    case F_DUPFD_CLOEXEC:
        copied(follower, call, arguments[1] == F_DUPFD_CLOEXEC);
        break;
    case F_SETFD:
        descriptors_set_close_on_exec(call->process->descriptors, number, number, arguments[2] & FD_CLOEXEC_FLAG);
        break;
    default:
        break;
    }
}

static void closed_range(const struct returned *call)
{
    const uint64_t *arguments = call->waiting->arguments;
    unsigned first = (unsigned)arguments[0], last = (unsigned)arguments[1];

    if (call->result < 0) {
        return;
    }
    if (arguments[2] & GUEST_CLOSE_RANGE_CLOEXEC) {
        descriptors_set_close_on_exec(call->process->descriptors, first, last, true);
    } else {
        descriptors_close_range(call->process->descriptors, first, last);
    }
}

static void made_pipe(struct follower *follower, const struct returned *call, bool sockets, uint64_t address,
                      uint64_t flags)
{
    if (call->result == 0) {
        pipes_made(follower, call, sockets, address, flags & CLOEXEC_FLAG);
    }
}

static void became(const struct returned *call, unsigned argument)
{
    uint32_t uid = (uint32_t)call->waiting->arguments[argument];

    if (call->result == 0 && uid != NOBODY) {
        call->process->uid = uid;
    }
}

/* What goes from descriptor to descriptor is never in a program's memory. */
static void spliced(struct follower *follower, const struct returned *call)
{
    for (unsigned i = 0; i <= 2 && call->result > 0; i += 2) {
        struct object *object = descriptors_find(call->process->descriptors, (int)call->waiting->arguments[i]);
        if (object != NULL && object->channel != NULL && (object->when_read != 0 || object->when_written != 0) &&
            !object->channel->lost_bytes) {
            object->channel->lost_bytes = true;
            writer_problem(follower->writer,
                           "channel %u: what a program moves by splice() can't be read: it is missing",
                           object->channel->number);
        }
    }
}

void call_returned(struct follower *follower, const struct returned *call)
{
    const uint64_t *arguments = call->waiting->arguments;

    switch (call->waiting->call) {
    case CALL_READ:
    case CALL_RECVFROM:
        if (call->waiting->call == CALL_READ || !(arguments[3] & 2 /* MSG_PEEK */)) {
            transfer_bytes(follower, call, false, arguments[1]);
        }
        break;
    case CALL_WRITE:
    case CALL_SENDTO:
        transfer_bytes(follower, call, true, arguments[1]);
        break;
    case CALL_READV:
    case CALL_WRITEV:
        transfer_vector(follower, call, call->waiting->call == CALL_WRITEV, arguments[1], arguments[2]);
        break;
    case CALL_RECVMSG:
        if (call->result >= 0) {
            rights_receive(follower, call);
            transfer_message(follower, call, false);
        }
        break;
    case CALL_SENDMSG:
        if (call->result < 0) {
            rights_send_failed(follower->rights, call->waiting->token);
        }
        transfer_message(follower, call, true);
        break;
    case CALL_SPLICE:
        spliced(follower, call);
        break;
    case CALL_OPEN:
        opened(follower, call, arguments[0], arguments[1]);
        break;
    case CALL_OPENAT:
        opened(follower, call, arguments[1], arguments[2]);
        break;
    case CALL_OPENAT2:
        opened_as_described(follower, call);
        break;
    case CALL_CLOSE:
        if (call->result != EBADF_RESULT) {
            descriptors_set(call->process->descriptors, (int)arguments[0], NULL, false);
        }
        break;
    case CALL_CLOSE_RANGE:
        closed_range(call);
        break;
    case CALL_DUP:
    case CALL_DUP2:
        copied(follower, call, false);
        break;
    case CALL_DUP3:
        copied(follower, call, arguments[2] & CLOEXEC_FLAG);
        break;
    case CALL_FCNTL:
        controlled(follower, call);
        break;
    case CALL_PIPE:
        made_pipe(follower, call, false, arguments[0], 0);
        break;
    case CALL_PIPE2:
        made_pipe(follower, call, false, arguments[0], arguments[1]);
        break;
    case CALL_SOCKETPAIR:
        made_pipe(follower, call, true, arguments[3], arguments[1]);
        break;
    case CALL_FSTAT:
        begun_status(follower, call, (int)arguments[0], arguments[1]);
        break;
    case CALL_FSTATAT:
        if (arguments[3] & AT_EMPTY_PATH_FLAG) {
            begun_status(follower, call, (int)arguments[0], arguments[2]);
        }
        break;
    case CALL_IOCTL:
        terminal_ioctl(follower, call);
        break;
    case CALL_SETUID:
        became(call, 0);
        break;
    case CALL_SETREUID:
    case CALL_SETRESUID:
        became(call, 1);
        break;
    case CALL_GETEUID:
        call->process->uid = (uint32_t)call->result;
        break;
    default:
        break;
    }
}
