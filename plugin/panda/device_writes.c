/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "device_writes.h"

#include <stdbool.h>
#include <stddef.h>

#include "log_addresses.h"
#include "panda_api.h"
#include "ram_map.h"
#include "virtio.h"

static struct {
    bool memory_found;
    void *change_handler;
} state;

/*
 * The machine stops or goes on, the vCPU stands, and what the devices write from now on is to be logged as in a round
 * of the main loop. Called before the devices' own handlers, since the last one that was added is called first.
 */
static void on_change(void *unused, int running, int run_state)
{
    (void)unused;
    (void)running;
    (void)run_state;
    if (rr_control.mode == RR_RECORD) {
        rr_record_in_main_loop_wait = 1;
        rr_skipped_callsite_location = RR_CALLSITE_MAIN_LOOP_WAIT;
    }
}

void device_writes_prepare(void)
{
    virtio_prepare();
}

void device_writes_release(void)
{
    virtio_release();
}

void device_writes_find_memory(void)
{
    ram_map_read();
    state.memory_found = true;
}

FILE *device_writes_log(FILE *log)
{
    if (!state.memory_found) {
        device_writes_find_memory();
    }
    return log_addresses_open(log, ram_map_address);
}

void device_writes_begin(void)
{
    state.change_handler = qemu_add_vm_change_state_handler(on_change, NULL);
    virtio_begin();
}

void device_writes_flush(void)
{
    if (rr_control.mode != RR_RECORD) {
        return;
    }
    rr_record_in_main_loop_wait = 0;
    rr_skipped_callsite_location = RR_CALLSITE_MAIN_LOOP_WAIT;
    rr_tracked_mem_regions_record();
}

const char *device_writes_end(void)
{
    qemu_del_vm_change_state_handler(state.change_handler);
    return virtio_end();
}
