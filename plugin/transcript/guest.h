/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What differs between instruction sets; one file per target implements it, one of them is linked into a plugin. */
#ifndef RECCTRL_PLUGIN_TRANSCRIPT_GUEST_H
#define RECCTRL_PLUGIN_TRANSCRIPT_GUEST_H

#include <stdbool.h>
#include <stdint.h>

#include "transcript/abi.h"
#include "transcript/processes.h"

/* The bytes around the program counter that say what an instruction is; what can't be read is 0. */
#define CODE_BEFORE 4
#define CODE_FROM 4
struct code {
    uint8_t before[CODE_BEFORE]; /* up to the program counter */
    uint8_t from[CODE_FROM];     /* from there on */
};

/* What an instruction is; more than one may be true. */
enum site {
    SITE_ENTRY = 1,          /* a system call of a program */
    SITE_RETURN = 2,         /* behind one */
    SITE_COUNTER = 4,        /* reads the time-stamp counter */
    SITE_COUNTER_BEHIND = 8, /* behind that, with the result in its registers */
};

struct entry {
    const struct abi *abi;
    uint64_t number;
    uint64_t arguments[CALL_ARGUMENTS];
    uint64_t stack, next; /* as in struct place */
};

/* `env` is the engine's CPU state of this target. */
struct guest {
    uint64_t program_end; /* no program has anything from this address on */
    uint64_t (*space)(const void *env); /* the root of a program's page table; NULL: panda_current_asid() */
    uint64_t space_mask;                /* its bits that tell address spaces apart */
    uint64_t (*pc)(const void *env); /* as panda_current_pc() gives it: a proof that the layout is as assumed */
    unsigned (*sites)(const void *env, const struct code *code);
    void (*entry)(const void *env, uint64_t pc, const struct code *code, struct entry *entry);
    void (*returned)(const void *env, uint64_t *stack, uint64_t *value);
    /*
     * Of a program's thread: the top of its stack in the kernel, which is its own as long as it lives; 0: can't be
     * told. `kernel` reads what the kernel sees; what is changed in `env` for a while is restored.
     */
    uint64_t (*thread)(void *env, const struct memory *kernel);
    uint64_t (*counter)(const void *env); /* NULL: there is none */
};

extern const struct guest guest;

#endif
