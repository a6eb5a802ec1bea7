/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "virtio.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

#include "engine_code.h"
#include "machine_devices.h"
#include "panda_api.h"
#include "virtio_rings.h"

typedef bool works_in_main_loop(void *proxy);

static works_in_main_loop mmio_works_in_main_loop, pci_works_in_main_loop;

/* The two kinds of bus, with the engine's own function. */
static struct bus {
    const char *name;
    works_in_main_loop *ours, *engines, **place;
} mmio_bus = {.name = "virtio-mmio-bus", .ours = mmio_works_in_main_loop},
  pci_bus = {.name = "virtio-pci-bus", .ours = pci_works_in_main_loop};

/* Devices whose recordings were seen to replay, and options that keep them still in a replay. */
static const struct known_device {
    const char *device, *proxy, *option;
} known_devices[] = {
    {"virtio-blk-device", "virtio-blk-pci", "virtio-blk-pci.ioeventfd=off"},
    {"virtio-net-device", "virtio-net-pci", "virtio-net-pci.ioeventfd=off"},
    {"virtio-rng-device", NULL, NULL},
};

static unsigned asked; /* how often the engine called one of our functions */

/*
 * The engine asks also in the vCPU's thread, when the guest's driver has told a device to begin, and the device has
 * written to its rings already.
 */
static bool works_in_main_loop_by(const struct bus *bus, void *proxy)
{
    asked++;
    if (rr_control.mode == RR_RECORD && !rr_record_in_main_loop_wait) {
        virtio_rings_watch();
    }
    return rr_control.mode != RR_REPLAY || bus->engines(proxy);
}

static bool mmio_works_in_main_loop(void *proxy)
{
    return works_in_main_loop_by(&mmio_bus, proxy);
}

static bool pci_works_in_main_loop(void *proxy)
{
    return works_in_main_loop_by(&pci_bus, proxy);
}

/*
 * Of a network card: it writes to the buffers of merged packets when it has given them back already. Without that
 * feature the guest's driver takes packets as they are.
 */
#define NET "virtio-net-device"
#define MERGED_BUFFERS "mrg_rxbuf"
static struct global_property no_merged_buffers = {.driver = NET, .property = MERGED_BUFFERS, .value = "off"};

static void put_into_main_loop(struct bus *bus)
{
    char *class = object_class_by_name(bus->name);

    if (class == NULL) {
        return; /* this engine has no such bus */
    }
    bus->place = (works_in_main_loop **)(void *)(class + OFFSET_VirtioBusClass_ioeventfd_enabled);
    if (is_engine_code((const void *)*bus->place)) {
        bus->engines = *bus->place;
        *bus->place = bus->ours;
    }
}

static void take_out_of_main_loop(struct bus *bus)
{
    if (bus->engines != NULL) {
        *bus->place = bus->engines;
    }
}

void virtio_prepare(void)
{
    put_into_main_loop(&mmio_bus);
    put_into_main_loop(&pci_bus);
    qdev_prop_register_global(&no_merged_buffers);
}

void virtio_release(void)
{
    take_out_of_main_loop(&mmio_bus);
    take_out_of_main_loop(&pci_bus);
    virtio_rings_release();
}

/* By asking as the engine does, which then must come to our function. */
static bool is_in_main_loop(void *device)
{
    unsigned before = asked;

    return virtio_bus_ioeventfd_enabled(qdev_get_parent_bus(device)) && asked == before + 1;
}

static const struct known_device *find_known(const char *type)
{
    for (size_t i = 0; i < G_N_ELEMENTS(known_devices); i++) {
        if (strcmp(known_devices[i].device, type) == 0) {
            return &known_devices[i];
        }
    }
    return NULL;
}

static bool merges_buffers(void *device)
{
    return strcmp(object_get_typename(device), NET) == 0 && object_property_get_bool(device, MERGED_BUFFERS, NULL);
}

static int check_device(void *object, void *opaque)
{
    const char **refusal = opaque;

    if (object_dynamic_cast(object, VIRTIO_DEVICE) == NULL) {
        return 0;
    }
    if (find_known(object_get_typename(object)) == NULL) {
        *refusal = "the machine has a virtio device other than virtio-blk, virtio-net and virtio-rng; no other was ever "
                   "seen to replay";
    } else if (!is_in_main_loop(object) || !virtio_rings_are_known(object)) {
        *refusal = "this PANDA's virtio buses or queues have a layout that recctrl does not know; take other devices (e1000, "
                   "IDE)";
    } else if (merges_buffers(object)) {
        *refusal = "PANDA does not log all that virtio-net writes to merged buffers; leave out mrg_rxbuf=on, and load "
                   "recctrl with the machine";
    }
    return *refusal != NULL;
}

const char *virtio_refusal(void)
{
    const char *refusal = NULL;

    object_child_foreach_recursive(object_get_root(), check_device, &refusal);
    return refusal;
}

char **virtio_replay_arguments(void)
{
    GPtrArray *options = g_ptr_array_new();

    for (size_t i = 0; i < G_N_ELEMENTS(known_devices); i++) {
        if (known_devices[i].proxy != NULL && machine_has_device(known_devices[i].proxy)) {
            g_ptr_array_add(options, g_strdup("-global"));
            g_ptr_array_add(options, g_strdup(known_devices[i].option));
        }
    }
    g_ptr_array_add(options, NULL);
    return (char **)g_ptr_array_free(options, FALSE);
}
