/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The engine's table of system registers, as target/arm/cpu.h of 2021 and 2024 lays it out. */
#ifndef RECCTRL_PANDA_ARM_REGISTER_TABLE_H
#define RECCTRL_PANDA_ARM_REGISTER_TABLE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "common/error.h"

/* ARMCPRegInfo.type */
enum { REGISTER_SPECIAL = 1, REGISTER_CONSTANT = 2, REGISTER_64BIT = 4, REGISTER_IO = 64, REGISTER_NO_RAW = 128 };

/* ARMCPRegInfo.state of a register in the table: which code can name it. */
enum { REGISTER_OF_32BIT_CODE = 0, REGISTER_OF_64BIT_CODE = 1 };

struct engine_register;
typedef uint64_t register_read(void *env, const struct engine_register *reg);
typedef void register_write(void *env, const struct engine_register *reg, uint64_t value);
typedef int register_access(void *env, const struct engine_register *reg, bool is_read); /* 0: allowed */

/* ARMCPRegInfo */
struct engine_register {
    const char *name;
    uint8_t cp, crn, crm, op0, op1, op2;
    int state, type, access, secure;
    void *opaque;
    uint64_t reset_value;
    intptr_t field, banked_fields[2]; /* in bytes from `env`; 0: none */
    register_access *allowed;
    register_read *read;
    register_write *write;
    register_read *raw_read;
    register_write *raw_write;
    void (*reset)(void *env, const struct engine_register *reg);
};

_Static_assert(sizeof(struct engine_register) == 120, "the layout that the engine has");

/*
 * All registers of a CPU (the engine's CPUState; its table's offset there in bytes), to be freed with
 * g_ptr_array_free(). NULL with the reason where what lies there is not the table, or its entries are not as above;
 * nothing outside the process's readable memory is touched to find that out.
 */
GPtrArray *register_table(const void *cpu, size_t offset, struct error *error);

#endif
