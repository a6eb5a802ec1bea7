/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "virtio.h"

#include <dlfcn.h>
#include <glib.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "machine_devices.h"
#include "panda_api.h"

/* include/hw/virtio/virtio.h, virtio.c: the ring of used elements has flags and index, the elements, a last word. */
#define QUEUES_MAX 1024
#define USED_HEAD 4
#define USED_ELEMENT 8
#define USED_TAIL 2

#define DEVICE "virtio-device"

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

struct queue {
    void *device;
    int number;
    uint64_t used; /* the ring's address */
    void *head, *tail;
    uint64_t head_length, tail_length; /* mapped */
};

static GArray *watched; /* of struct queue */
static unsigned asked;  /* how often the engine called one of our functions */
static const char *unwatched;

static bool mmio_works_in_main_loop(void *proxy)
{
    asked++;
    return rr_control.mode != RR_REPLAY || mmio_bus.engines(proxy);
}

static bool pci_works_in_main_loop(void *proxy)
{
    asked++;
    return rr_control.mode != RR_REPLAY || pci_bus.engines(proxy);
}

/*
 * Of a network card: it writes to the buffers of merged packets when it has given them back already. Without that
 * feature the guest's driver takes packets as they are.
 */
#define NET "virtio-net-device"
#define MERGED_BUFFERS "mrg_rxbuf"
static struct global_property no_merged_buffers = {.driver = NET, .property = MERGED_BUFFERS, .value = "off"};

static bool is_engines_function(const void *function)
{
    Dl_info found, engine;

    return dladdr(function, &found) != 0 && dladdr((const void *)vm_start, &engine) != 0 &&
           found.dli_fbase == engine.dli_fbase;
}

static void put_into_main_loop(struct bus *bus)
{
    char *class = object_class_by_name(bus->name);

    if (class == NULL) {
        return; /* this engine has no such bus */
    }
    bus->place = (works_in_main_loop **)(void *)(class + OFFSET_VirtioBusClass_ioeventfd_enabled);
    if (is_engines_function((const void *)*bus->place)) {
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

    if (object_dynamic_cast(object, DEVICE) == NULL) {
        return 0;
    }
    if (find_known(object_get_typename(object)) == NULL) {
        *refusal = "the machine has a virtio device other than virtio-blk, virtio-net and virtio-rng; no other was ever "
                   "seen to replay";
    } else if (!is_in_main_loop(object)) {
        *refusal = "this PANDA's virtio buses have a layout that recctrl does not know; take other devices (e1000, "
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

/* Calls `visit` for each queue of each device that its driver has set up. */
static int visit_queues(void *device, void *visit)
{
    if (object_dynamic_cast(device, DEVICE) == NULL) {
        return 0;
    }
    for (int i = 0; i < QUEUES_MAX; i++) {
        struct queue queue = {.device = device, .number = i, .used = virtio_queue_get_used_addr(device, i)};
        if (queue.used != 0 && virtio_queue_get_num(device, i) > 0) {
            (*(void (**)(struct queue *))visit)(&queue);
        }
    }
    return 0;
}

static void each_queue(void (*visit)(struct queue *queue))
{
    object_child_foreach_recursive(object_get_root(), visit_queues, &visit);
}

static void watch(struct queue *queue)
{
    uint64_t elements = (uint64_t)virtio_queue_get_num(queue->device, queue->number);

    /* Whoever wrote the address is the guest: a ring that is no RAM is not to be mapped. */
    if (cpu_physical_memory_is_io(queue->used) || cpu_physical_memory_is_io(queue->used + USED_HEAD - 1) ||
        cpu_physical_memory_is_io(queue->used + USED_HEAD + USED_ELEMENT * elements) ||
        cpu_physical_memory_is_io(queue->used + USED_HEAD + USED_ELEMENT * elements + USED_TAIL - 1)) {
        unwatched = "a virtio device has a ring outside of the RAM";
        return;
    }
    queue->head_length = USED_HEAD;
    queue->head = cpu_physical_memory_map(queue->used, &queue->head_length, 0);
    queue->tail_length = USED_TAIL;
    queue->tail = cpu_physical_memory_map(queue->used + USED_HEAD + USED_ELEMENT * elements, &queue->tail_length, 0);
    g_array_append_val(watched, *queue);
}

void virtio_begin(void)
{
    unwatched = NULL;
    watched = g_array_new(FALSE, FALSE, sizeof(struct queue));
    each_queue(watch);
}

static void check_is_watched(struct queue *queue)
{
    for (guint i = 0; i < watched->len; i++) {
        const struct queue *known = &g_array_index(watched, struct queue, i);
        if (known->device == queue->device && known->number == queue->number && known->used == queue->used) {
            return;
        }
    }
    unwatched = "a virtio device was set up by its driver within the recording";
}

const char *virtio_end(void)
{
    each_queue(check_is_watched);
    for (guint i = 0; i < watched->len; i++) {
        struct queue *queue = &g_array_index(watched, struct queue, i);
        cpu_physical_memory_unmap(queue->head, queue->head_length, 0, 0);
        cpu_physical_memory_unmap(queue->tail, queue->tail_length, 0, 0);
    }
    g_array_free(watched, TRUE);
    return unwatched;
}
