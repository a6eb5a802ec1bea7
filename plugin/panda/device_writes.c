/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "device_writes.h"

#include "log_addresses.h"
#include "mapped_memory.h"
#include "panda_api.h"
#include "virtio.h"
#include "virtio_rings.h"

static void *change_handler;
static const char *gap; /* of a recording; NULL: none */

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

static uint64_t address_of_mapped(const void *host, uint64_t offset)
{
    uint64_t address = offset;

    if (!mapped_memory_address(host, &address)) {
        gap = "a device wrote to memory of which PANDA does not know the address";
    }
    return address;
}

static void check_word(const void *host, uint64_t address)
{
    if (!mapped_memory_is_at(host, address)) {
        gap = "a device wrote a word to the RAM by way of an interrupt's address, which PANDA logs wrongly";
    }
}

FILE *device_writes_log(FILE *log)
{
    gap = NULL;
    return log_addresses_open(log, &(struct log_addresses){address_of_mapped, check_word});
}

void device_writes_begin(void)
{
    change_handler = qemu_add_vm_change_state_handler(on_change, NULL);
    virtio_rings_begin();
}

void device_writes_round(void)
{
    if (rr_control.mode != RR_RECORD || change_handler == NULL) { /* not ours: the monitor's */
        return;
    }
    if (qdev_machine_modified()) {
        gap = "a device was plugged in or out within the recording";
    }
    rr_skipped_callsite_location = RR_CALLSITE_MAIN_LOOP_WAIT;
    virtio_rings_watch();
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
    const char *unwatched = virtio_rings_end();

    qemu_del_vm_change_state_handler(change_handler);
    change_handler = NULL;
    return gap != NULL ? gap : unwatched;
}
