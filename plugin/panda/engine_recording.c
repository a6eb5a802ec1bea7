/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The engine's part in a recording, from its begin to its end; the snapshot is in snapshot.c. */
#include <glib.h>

#include "cpu.h"
#include "device_writes.h"
#include "engine.h"
#include "machine_state.h"
#include "record_log.h"
#include "targets/target.h"

uint64_t engine_instructions(void)
{
    return *instruction_count(first_cpu());
}

bool engine_begin_recording(const char *name, FILE *log, struct error *error)
{
    FILE *corrected = device_writes_log(log);

    if (corrected == NULL) {
        fclose(log);
        return error_fail(error, "no memory for the log");
    }
    if (!record_log_create(corrected, error)) {
        return false;
    }
    if (set_rr_snapshot != NULL) {
        set_rr_snapshot();
    }
    /* What rr_reset_state() does but for dropping the translated code. */
    rr_record_in_progress = 0;
    rr_skipped_callsite_location = 0;
    *instruction_count(first_cpu()) = 0;
    /* A replay begins with none, but this PANDA still knows the last recording's: it would not log the same again. */
    panda_current_interrupt_request = 0;
    rr_control.name = g_strdup(name);
    rr_control.mode = RR_RECORD;
    device_writes_begin();
    if (target.supplement != NULL) {
        target.supplement->begin();
    }
    return true;
}

void engine_end_recording(void)
{
    bool library_mode = panda_get_library_mode();

    device_writes_flush();
    /* In library mode PANDA leaves out a checksum of all RAM that it would only print. */
    panda_set_library_mode(true);
    rr_do_end_record();
    panda_set_library_mode(library_mode);
    rr_reset_state(first_cpu());
}

const char *engine_log_gap(void)
{
    const char *missing = target.supplement != NULL ? target.supplement->end() : NULL;
    const char *unlogged = device_writes_end();

    return missing != NULL ? missing : unlogged;
}

bool engine_checksums(struct engine_checksums *checksums)
{
    struct machine_checksum sums;

    if (!machine_checksum(&sums)) {
        return false;
    }
    *checksums = (struct engine_checksums){sums.ram, sums.registers};
    return true;
}
