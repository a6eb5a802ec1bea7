/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "system_registers.h"

#include <string.h>

#include "instruction.h"
#include "manifest/manifest.h"
#include "panda/panda_api.h"
#include "register_table.h"
#include "targets/arm_state.h"

/*
 * Outside recordings this many reads are looked at as in a recording, so that an engine on which that does not work is
 * found out before the first one. A guest with a timer makes thousands while it boots.
 */
#define READS_TO_PROVE 64

#define ENCODING_UNKNOWN "what the guest read from a system register can't be logged: the instruction is not known"

struct watched {
    struct system_register encoding;
    register_read *read; /* the engine's own; NULL: the value lies in the CPU's state */
};

static struct {
    GHashTable *watched; /* of struct engine_register: struct watched */
    bool recording;
    unsigned proven;     /* reads that were understood outside recordings */
    const char *refusal; /* of all further recordings */
    const char *missing; /* in the log of the recording that goes on */
} state;

/* An instruction reads a register only by its number, so the engine's flags say which of them change by themselves. */
static bool changes_by_itself(const struct engine_register *reg)
{
    bool has_value = (reg->type & (REGISTER_SPECIAL | REGISTER_CONSTANT)) == 0 && (reg->read != NULL || reg->field != 0);

    return has_value && ((reg->type & REGISTER_IO) != 0 || strncmp(reg->name, "ISR", 3) == 0);
}

static uint64_t field(void *env, const struct engine_register *reg)
{
    const char *place = (const char *)env + reg->field;
    bool wide = reg->state == REGISTER_OF_64BIT_CODE || (reg->type & REGISTER_64BIT) != 0;
    uint64_t value = 0;

    memcpy(&value, place, wide ? sizeof(uint64_t) : sizeof(uint32_t));
    return value;
}

/* As the engine logs a write from outside, which a replay does again at this very instruction count. */
static void log_write(struct target_register reg)
{
    uint8_t bytes[8];
    int callsite = rr_skipped_callsite_location;

    for (unsigned i = 0; i < sizeof(bytes); i++) {
        bytes[i] = (uint8_t)(reg.value >> (8 * i));
    }
    rr_skipped_callsite_location = RR_CALLSITE_MAIN_LOOP_WAIT;
    rr_cpu_reg_write_call_record(0, bytes, reg.gdb_number, sizeof(bytes));
    rr_skipped_callsite_location = callsite;
}

/* One write may hold two registers, and the second must hold the first one's new value: the instruction sets it too. */
static void log_register32(struct cpu_arm *cpu, unsigned number, uint32_t value)
{
    log_write(arm_engine.register32(cpu, number, value));
    cpu->regs[number] = value;
}

static void log_value(struct cpu_arm *cpu, const struct system_register *encoding,
                      const struct destination *destination, uint64_t value)
{
    if (encoding->a64) {
        if (destination->low != ARM_XZR) {
            log_write((struct target_register){(int)destination->low, value});
        }
    } else if (destination->low == ARM_PC || (encoding->wide && destination->high == ARM_PC)) {
        state.missing = ENCODING_UNKNOWN; /* into the flags: no guest does that */
    } else {
        log_register32(cpu, destination->low, (uint32_t)value);
        if (encoding->wide) {
            log_register32(cpu, destination->high, (uint32_t)(value >> 32));
        }
    }
}

/* The engine has put the program counter to the instruction, for the check of access that every watched one has. */
static void note_read(struct cpu_arm *cpu, const struct watched *watched, uint64_t value)
{
    struct destination destination;
    uint8_t bytes[4];

    if (cpu_memory_rw_debug(cpus, target.pc(cpu), bytes, sizeof(bytes), 0) != 0 ||
        !instruction_reads(bytes, &watched->encoding, &destination)) {
        state.refusal = state.missing = ENCODING_UNKNOWN;
    } else if (state.recording && rr_control.mode == RR_RECORD) {
        log_value(cpu, &watched->encoding, &destination, value);
    } else {
        state.proven++;
    }
}

static uint64_t read_register(void *env, const struct engine_register *reg)
{
    const struct watched *watched = g_hash_table_lookup(state.watched, reg);
    uint64_t value = watched->read != NULL ? watched->read(env, reg) : field(env, reg);

    if (state.recording || (state.proven < READS_TO_PROVE && rr_control.mode == RR_OFF)) {
        note_read(env, watched, value);
    }
    return value;
}

static int allow(void *env, const struct engine_register *reg, bool is_read)
{
    (void)env;
    (void)reg;
    (void)is_read;
    return 0;
}

static void watch(struct engine_register *reg)
{
    struct watched *watched = g_new(struct watched, 1);

    *watched = (struct watched){
        .encoding = {
            .a64 = reg->state == REGISTER_OF_64BIT_CODE,
            .wide = (reg->type & REGISTER_64BIT) != 0,
            .coprocessor = reg->cp,
            .op0 = reg->op0,
            .op1 = reg->op1,
            .crn = reg->crn,
            .crm = reg->crm,
            .op2 = reg->op2,
        },
        .read = reg->read,
    };
    g_hash_table_insert(state.watched, reg, watched);
    /* A snapshot reads without being noticed. */
    if ((reg->type & REGISTER_NO_RAW) == 0 && reg->raw_read == NULL) {
        reg->raw_read = reg->read != NULL ? reg->read : field;
    }
    if (reg->allowed == NULL) {
        reg->allowed = allow;
    }
    reg->read = read_register;
}

static bool attach(void *cpu, struct error *error)
{
    GPtrArray *registers = register_table(cpu, arm_engine.system_registers, error);

    if (registers == NULL) {
        return false;
    }
    state.watched = g_hash_table_new_full(NULL, NULL, NULL, g_free);
    for (guint i = 0; i < registers->len; i++) {
        if (changes_by_itself(g_ptr_array_index(registers, i))) {
            watch(g_ptr_array_index(registers, i));
        }
    }
    g_ptr_array_free(registers, TRUE);
    return true;
}

static const char *refusal(void)
{
    return state.refusal;
}

static void begin(void)
{
    state.missing = NULL;
    state.recording = true;
}

static const char *end(void)
{
    state.recording = false;
    return state.missing;
}

const struct supplement system_registers = {
    .log_format = MANIFEST_LOG_REGISTER_WRITES,
    .attach = attach,
    .refusal = refusal,
    .begin = begin,
    .end = end,
};
