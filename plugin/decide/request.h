/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reading a hypercall of either contract (docs/abi.md) out of the guest's registers and memory, every byte of which
 * may be chosen by an enemy.
 */
#ifndef RECCTRL_DECIDE_REQUEST_H
#define RECCTRL_DECIDE_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "controller.h"
#include "name.h"
#include "recctrl/abi.h"

/* The three registers of the hypercall, zero-extended from the guest's width. */
struct hypercall {
    uint32_t magic;
    uint32_t action; /* contract 2: the size of the request */
    uint64_t pointer;
};

/* Reads `length` bytes of guest memory at a virtual address; false where a byte of it is not mapped or a device's. */
typedef bool guest_reader(void *opaque, uint64_t address, void *buffer, size_t length);

struct guest_memory {
    guest_reader *read;
    void *opaque;
    bool big_endian;
};

struct request {
    int contract;                           /* 1 or 2 */
    int32_t error;                          /* 0, or why it is no valid request (RECCTRL_ERROR_*) */
    struct call call;                       /* its session points into this struct */
    char name[NAME_LENGTH_MAX + 1];         /* valid by name_is_valid(), or empty where the call needs none */
    char session[SESSION_ID_LENGTH_MAX + 1];
    char note[sizeof(((struct recctrl_request *)0)->note)]; /* UTF-8 without control characters */
};

/*
 * Decodes the call into *request. False: it is not for us and the native instruction is to be executed: an unknown
 * magic or, where `secret` (RECCTRL_SECRET_BYTES) is not NULL, a call that does not carry it.
 */
bool request_decode(struct request *request, const struct hypercall *hypercall, const struct guest_memory *memory,
                    const uint8_t *secret);

/* The value for the guest's result register: contract 1 knows one error only. */
int32_t request_result(const struct request *request, int32_t answer);

#endif
