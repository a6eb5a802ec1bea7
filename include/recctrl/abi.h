/* SPDX-License-Identifier: 0BSD */
/*
 * The hypercall contracts between a guest and recctrl: numbers and layouts, for guest and host, C89 to C23 and C++,
 * hosted or freestanding, and the numbers also for assembler. docs/abi.md says the same in words.
 *
 * A hypercall is one instruction (recctrl/isa/) with three registers; its result comes back in the first one. In a
 * machine without recctrl the instruction does what it does on hardware.
 */
#ifndef RECCTRL_ABI_H
#define RECCTRL_ABI_H

#ifndef __ASSEMBLER__
#include <stdint.h>
#endif

/* Results of both contracts: signed, 32 bits wide. */
#define RECCTRL_ERROR (-1)
#define RECCTRL_NOOP 0  /* nothing had to be done */
#define RECCTRL_START 1 /* a recording was started */
#define RECCTRL_STOP 2  /* a recording was stopped */

/* What recctrl_hypercall() returns where nobody answered. No recctrl ever answers this. */
#define RECCTRL_ABSENT (-0x7fffffff - 1)

/*
 * Contract 1. First register: RECCTRL_MAGIC; second: an action; third: the address of a name of at most
 * RECCTRL_NAME_BYTES bytes with its NUL, mandatory in every call and used by a start. Result: one of the four above.
 */
#define RECCTRL_MAGIC 0x666
#define RECCTRL_ACTION_TOGGLE (-100)
#define RECCTRL_ACTION_SESSION_OPEN 100
#define RECCTRL_ACTION_SESSION_CLOSE 200
#define RECCTRL_NAME_BYTES 128

/*
 * Contract 2. First register: RECCTRL_MAGIC2; second: RECCTRL_REQUEST_BYTES; third: the address of a struct
 * recctrl_request, readable and in the guest's byte order. Result: by action, negative for a reason.
 */
#define RECCTRL_MAGIC2 0x52435432
#define RECCTRL_VERSION 2
#define RECCTRL_REQUEST_BYTES 512
#define RECCTRL_SESSION_BYTES 64
#define RECCTRL_NOTE_BYTES 224
#define RECCTRL_SECRET_BYTES 64

/* Actions of contract 2. */
#define RECCTRL_CALL_CHECK 1             /* RECCTRL_HELLO */
#define RECCTRL_CALL_STATUS 2            /* RECCTRL_STATUS_BASE and bits */
#define RECCTRL_CALL_START 3             /* toggle mode: START, or NOOP while a recording is on */
#define RECCTRL_CALL_STOP 4              /* toggle mode: STOP, or NOOP while none is on */
#define RECCTRL_CALL_SESSION_OPEN 5      /* session mode: START or NOOP */
#define RECCTRL_CALL_SESSION_CLOSE 6     /* session mode: STOP or NOOP */
#define RECCTRL_CALL_SESSION_CLOSE_ALL 7 /* session mode: STOP or NOOP */

#ifndef __ASSEMBLER__
struct recctrl_request {
    uint32_t version;  /* RECCTRL_VERSION */
    uint32_t action;   /* RECCTRL_CALL_* */
    uint32_t flags;    /* 0 */
    uint32_t reserved; /* 0 */
    char name[RECCTRL_NAME_BYTES];       /* of the recording: mandatory for START and SESSION_OPEN */
    char session[RECCTRL_SESSION_BYTES]; /* the session's identity: mandatory for SESSION_OPEN and _CLOSE */
    char note[RECCTRL_NOTE_BYTES];       /* for the recording's manifest: UTF-8 without control characters */
    uint8_t token[RECCTRL_SECRET_BYTES]; /* the secret, or zeros */
    uint8_t zero[16];
};
#endif

/* What CHECK gives: no processor answers its leaf of CPUID so. */
#define RECCTRL_HELLO (0x52430000 | RECCTRL_VERSION)

/* What STATUS gives: RECCTRL_STATUS_BASE, the open sessions (at most 255) in bits 8 to 15, and these bits. */
#define RECCTRL_STATUS_BASE 0x53540000
#define RECCTRL_STATUS_MASK 0x7fff0000
#define RECCTRL_STATUS_RECORDING 1
#define RECCTRL_STATUS_SESSION_MODE 2
#define RECCTRL_STATUS_DRY 4
#define RECCTRL_STATUS_OPERATOR 8          /* the operator started the recording */
#define RECCTRL_STATUS_SNAPSHOT_PENDING 16 /* a snapshot is still being written */
#define RECCTRL_STATUS_SESSIONS_SHIFT 8

/* Reasons of contract 2; contract 1 answers RECCTRL_ERROR for each. */
#define RECCTRL_ERROR_BAD_REQUEST (-2)  /* size, version, action, flags, or a string that is not valid */
#define RECCTRL_ERROR_BAD_NAME (-3)     /* no valid name */
#define RECCTRL_ERROR_WRONG_MODE (-4)   /* START and STOP in session mode, SESSION_* in toggle mode */
#define RECCTRL_ERROR_NOT_OPEN (-5)     /* no such session is open */
#define RECCTRL_ERROR_EXISTS (-6)       /* a recording of that name exists */
#define RECCTRL_ERROR_DIRECTORY (-7)    /* the host can't write to its recording directory */
#define RECCTRL_ERROR_OPERATOR (-8)     /* the operator's recording is not the guest's to stop */
#define RECCTRL_ERROR_UNSUPPORTED (-9)  /* this machine can't be recorded */
#define RECCTRL_ERROR_NO_SPACE (-10)    /* the host's disk is full */
#define RECCTRL_ERROR_LIMIT (-11)       /* as many recordings as the operator allows were made */
#define RECCTRL_ERROR_BUSY (-12)        /* a start or a stop is going on; try again */
#define RECCTRL_ERROR_ENGINE (-13)      /* the engine failed; its log on the host says why */
#define RECCTRL_ERROR_UNREADABLE (-14)  /* the request is not in readable memory */
#define RECCTRL_ERROR_RATE (-15)        /* too many starts in a minute; try again later */
#define RECCTRL_ERROR_SESSIONS (-16)    /* too many sessions are open */
#define RECCTRL_ERROR_LAST RECCTRL_ERROR_SESSIONS

#endif
