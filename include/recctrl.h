/* SPDX-License-Identifier: 0BSD */
/*
 * For programs that record themselves and the machine around them:
 *
 *     recctrl_start("parse");
 *     parse(input);
 *     recctrl_stop();
 *
 * In a machine without recctrl each function returns RECCTRL_ABSENT and does nothing. ARM, AArch64 and some MIPS CPUs
 * outside PANDA don't know the instruction, so there the program gets SIGILL: a program that may run anywhere includes
 * recctrl/posix.h instead.
 *
 * Results are those of contract 2 (recctrl/abi.h): negative ones are reasons, recctrl_strerror() tells them.
 * C89 to C23, C++, GCC and Clang; freestanding (like any C it may call memset).
 */
#ifndef RECCTRL_H
#define RECCTRL_H

#include "recctrl/abi.h"

#if defined(__x86_64__) || defined(__i386__)
#include "recctrl/isa/x86.h"
#elif defined(__aarch64__)
#include "recctrl/isa/aarch64.h"
#elif defined(__arm__)
#include "recctrl/isa/arm.h"
#elif defined(__mips__)
#include "recctrl/isa/mips.h"
#else
#include "recctrl/isa/none.h"
#endif

/* Whether a call may be tried at all: recctrl/posix.h puts a test in its place. */
#ifndef RECCTRL_MAY_CALL
#define RECCTRL_MAY_CALL() 1
#endif

/* An empty request: without strings, without secret. */
static __inline__ void recctrl_request_init(struct recctrl_request *request, uint32_t action)
{
    unsigned char *bytes = (unsigned char *)request;
    unsigned i;

    for (i = 0; i < sizeof(*request); i++) {
        bytes[i] = 0;
    }
    request->version = RECCTRL_VERSION;
    request->action = action;
}

/* Copies `text` into a field of a request that has `size` bytes. Returns 1, or 0 where it does not fit with its NUL. */
static __inline__ int recctrl_request_set(char *field, unsigned size, const char *text)
{
    unsigned i;

    for (i = 0; i < size; i++) {
        field[i] = text[i];
        if (text[i] == '\0') {
            return 1;
        }
    }
    return 0;
}

/* Makes a call of contract 2. */
static __inline__ int32_t recctrl_call(const struct recctrl_request *request)
{
    return RECCTRL_MAY_CALL() ? recctrl_hypercall(RECCTRL_MAGIC2, (int32_t)sizeof(*request), request)
                              : (int32_t)RECCTRL_ABSENT;
}

/* Makes a call of contract 2 without a secret; `name` and `session` may be null. */
static __inline__ int32_t recctrl_call_with(uint32_t action, const char *name, const char *session)
{
    struct recctrl_request request;

    recctrl_request_init(&request, action);
    if (name && !recctrl_request_set(request.name, sizeof(request.name), name)) {
        return RECCTRL_ERROR_BAD_NAME;
    }
    if (session && !recctrl_request_set(request.session, sizeof(request.session), session)) {
        return RECCTRL_ERROR_BAD_REQUEST;
    }
    return recctrl_call(&request);
}

/*
 * Makes a call of contract 1: RECCTRL_ACTION_*. Returns RECCTRL_ERROR, _NOOP, _START, _STOP, or RECCTRL_ABSENT.
 * A name that is too long is an error here already.
 */
static __inline__ int32_t recctrl_call1(int32_t action, const char *name)
{
    char copy[RECCTRL_NAME_BYTES]; /* written now, so its pages are present for the host */

    if (!recctrl_request_set(copy, sizeof(copy), name)) {
        return RECCTRL_ERROR;
    }
    return RECCTRL_MAY_CALL() ? recctrl_hypercall(RECCTRL_MAGIC, action, copy) : (int32_t)RECCTRL_ABSENT;
}

/* 1 where recctrl listens to this guest, else 0. */
static __inline__ int recctrl_available(void)
{
    return recctrl_call_with(RECCTRL_CALL_CHECK, 0, 0) == (int32_t)RECCTRL_HELLO;
}

/* Starts a recording. Returns RECCTRL_START, or RECCTRL_NOOP where one is on already, or a reason. */
static __inline__ int32_t recctrl_start(const char *name)
{
    return recctrl_call_with(RECCTRL_CALL_START, name, 0);
}

/* Stops the recording. Returns RECCTRL_STOP, or RECCTRL_NOOP where none is on, or a reason. */
static __inline__ int32_t recctrl_stop(void)
{
    return recctrl_call_with(RECCTRL_CALL_STOP, 0, 0);
}

/* Returns RECCTRL_STATUS_* bits and the open sessions (without RECCTRL_STATUS_BASE), or a negative reason. */
static __inline__ int32_t recctrl_status(void)
{
    int32_t result = recctrl_call_with(RECCTRL_CALL_STATUS, 0, 0);

    return result < 0 ? result : result - RECCTRL_STATUS_BASE;
}

/* Opens a session of this identity: the first starts a recording. Returns RECCTRL_START, RECCTRL_NOOP or a reason. */
static __inline__ int32_t recctrl_session_open(const char *name, const char *session)
{
    return recctrl_call_with(RECCTRL_CALL_SESSION_OPEN, name, session);
}

/* Closes it: the last stops the recording. Returns RECCTRL_STOP, RECCTRL_NOOP or a reason. */
static __inline__ int32_t recctrl_session_close(const char *session)
{
    return recctrl_call_with(RECCTRL_CALL_SESSION_CLOSE, 0, session);
}

/* Closes all sessions, those of others too. Returns RECCTRL_STOP, RECCTRL_NOOP or a reason. */
static __inline__ int32_t recctrl_session_close_all(void)
{
    return recctrl_call_with(RECCTRL_CALL_SESSION_CLOSE_ALL, 0, 0);
}

/* What a negative result means, in English; a constant string, never null. */
static __inline__ const char *recctrl_strerror(int32_t result)
{
    switch (result) {
    case RECCTRL_ERROR:
        return "refused, without a reason";
    case RECCTRL_ERROR_BAD_REQUEST:
        return "the request is invalid: the session's identity or the note, or the host speaks another version";
    case RECCTRL_ERROR_BAD_NAME:
        return "the name is invalid";
    case RECCTRL_ERROR_WRONG_MODE:
        return "wrong mode: toggle, start, stop and run need a host in toggle mode, sessions one in session mode";
    case RECCTRL_ERROR_NOT_OPEN:
        return "this session is not open";
    case RECCTRL_ERROR_EXISTS:
        return "the host has a recording of this name already, and overwrites none";
    case RECCTRL_ERROR_DIRECTORY:
        return "the host's directory for recordings is missing or not writable";
    case RECCTRL_ERROR_OPERATOR:
        return "the operator's recording is on, which is not the guest's to stop";
    case RECCTRL_ERROR_UNSUPPORTED:
        return "this machine can't be recorded (several CPUs, KVM, its target or a device); the host's log says why";
    case RECCTRL_ERROR_NO_SPACE:
        return "the host has too little space left";
    case RECCTRL_ERROR_LIMIT:
        return "the host has made as many recordings as its operator allows";
    case RECCTRL_ERROR_BUSY:
        return "the host is busy with an earlier start or stop; try again";
    case RECCTRL_ERROR_ENGINE:
        return "the engine failed; the host's log says why";
    case RECCTRL_ERROR_UNREADABLE:
        return "the host could not read the request from memory";
    case RECCTRL_ERROR_RATE:
        return "too many recordings were started within a minute; try again later";
    case RECCTRL_ERROR_SESSIONS:
        return "too many sessions are open";
    case RECCTRL_ABSENT:
        return "no recctrl in this machine";
    default:
        return result < 0 ? "unknown error" : "no error";
    }
}

#endif
