/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "virtio_rings.h"

#include <glib.h>
#include <stdint.h>

#include "engine_code.h"
#include "panda_api.h"

/* include/hw/virtio/virtio.h, virtio.c: the ring of used elements has flags and index, the elements, a last word. */
#define QUEUES_MAX 1024
#define USED_HEAD 4
#define USED_ELEMENT 8
#define USED_TAIL 2

/* A VirtQueue (virtio.c) has the function for the guest's requests two words before its device. */
#define QUEUE_WORDS 24
#define FUNCTION_TO_DEVICE 2

typedef void output_function(void *device, void *queue);

struct words {
    void *host; /* NULL: not mapped */
    uint64_t length;
};

struct ring {
    void *device;
    int number;
    uint64_t address;
    struct words head, tail;
};

static GPtrArray *devices; /* of the recording; NULL: none goes on, or one that is not ours */
static GArray *watched;    /* of struct ring */
static bool beginning;     /* nothing was written yet that is not in the snapshot */
static const char *gap;

static size_t function_word; /* where in a VirtQueue the function is; 0: not known yet */
static GHashTable *functions; /* the engine's own, by the VirtQueue */

/* --- the words --- */

static bool map(struct words *words, uint64_t address, uint64_t length)
{
    /* Whoever wrote the address is the guest: a ring that is no RAM is not to be mapped. */
    if (cpu_physical_memory_is_io(address) || cpu_physical_memory_is_io(address + length - 1)) {
        return false;
    }
    words->length = length;
    words->host = cpu_physical_memory_map(address, &words->length, 0);
    return words->length == length;
}

static void unmap(const struct words *words)
{
    if (words->host != NULL) {
        cpu_physical_memory_unmap(words->host, words->length, 0, 0);
    }
}

static void watch(void *device, int number, uint64_t address)
{
    struct ring ring = {.device = device, .number = number, .address = address};
    uint64_t tail = address + USED_HEAD + USED_ELEMENT * (uint64_t)virtio_queue_get_num(device, number);

    if (!map(&ring.head, address, USED_HEAD) || !map(&ring.tail, tail, USED_TAIL)) {
        gap = "a virtio device has a ring outside of the RAM";
    } else if (!beginning) {
        rr_device_mem_rw_call_record(address, ring.head.host, USED_HEAD, 1);
        rr_device_mem_rw_call_record(tail, ring.tail.host, USED_TAIL, 1);
    }
    g_array_append_val(watched, ring);
}

static bool is_watched(const void *device, int number, uint64_t address)
{
    for (guint i = 0; i < watched->len; i++) {
        const struct ring *known = &g_array_index(watched, struct ring, i);
        if (known->device == device && known->number == number && known->address == address) {
            return true;
        }
    }
    return false;
}

static void forget(guint index)
{
    const struct ring *ring = &g_array_index(watched, struct ring, index);

    unmap(&ring->head);
    unmap(&ring->tail);
    g_array_remove_index_fast(watched, index);
}

static void forget_those_taken_away(void)
{
    bool logged = false;

    for (guint i = watched->len; i > 0; i--) {
        const struct ring *ring = &g_array_index(watched, struct ring, i - 1);
        if (virtio_queue_get_used_addr(ring->device, ring->number) == ring->address) {
            continue;
        }
        if (!logged) {
            rr_tracked_mem_regions_record();
            logged = true;
        }
        forget(i - 1);
    }
}

/* --- work in the vCPU's thread --- */

static output_function **function_of(void *queue)
{
    return (output_function **)queue + function_word;
}

static void on_output(void *device, void *queue)
{
    output_function *own = (output_function *)g_hash_table_lookup(functions, queue);
    bool in_vcpu = devices != NULL && rr_control.mode == RR_RECORD && !rr_record_in_main_loop_wait;

    if (in_vcpu) {
        virtio_rings_watch();
    }
    own(device, queue);
    if (in_vcpu) {
        rr_tracked_mem_regions_record();
    }
}

static void take_output(void *queue)
{
    output_function **place = function_of(queue);

    if (*place != NULL && *place != on_output) {
        g_hash_table_replace(functions, queue, (void *)*place);
        *place = on_output;
    }
}

bool virtio_rings_are_known(void *device)
{
    void **queue = virtio_get_queue(device, 0);

    for (size_t i = FUNCTION_TO_DEVICE; function_word == 0 && i < QUEUE_WORDS; i++) {
        if (queue[i] == device && is_engine_code(queue[i - FUNCTION_TO_DEVICE])) {
            function_word = i - FUNCTION_TO_DEVICE;
        }
    }
    return function_word != 0 && queue[function_word + FUNCTION_TO_DEVICE] == device;
}

/* --- a recording --- */

static void each_queue(void *device, void (*visit)(void *device, int number))
{
    for (int number = 0; number < QUEUES_MAX && virtio_queue_get_num(device, number) > 0; number++) {
        visit(device, number);
    }
}

static void attend_to(void *device, int number)
{
    uint64_t address = virtio_queue_get_used_addr(device, number);

    take_output(virtio_get_queue(device, number));
    if (address != 0 && !is_watched(device, number, address)) {
        watch(device, number, address);
    }
}

void virtio_rings_watch(void)
{
    if (qdev_machine_modified()) {
        return; /* devices may be gone; the recording is not whole */
    }
    forget_those_taken_away();
    for (guint i = 0; i < devices->len; i++) {
        each_queue(g_ptr_array_index(devices, i), attend_to);
    }
}

static int add_device(void *object, void *unused)
{
    (void)unused;
    if (object_dynamic_cast(object, VIRTIO_DEVICE) != NULL) {
        g_ptr_array_add(devices, object);
    }
    return 0;
}

void virtio_rings_begin(void)
{
    gap = NULL;
    devices = g_ptr_array_new();
    watched = g_array_new(FALSE, FALSE, sizeof(struct ring));
    if (functions == NULL) {
        functions = g_hash_table_new(NULL, NULL);
    }
    object_child_foreach_recursive(object_get_root(), add_device, NULL);
    beginning = true;
    virtio_rings_watch();
    beginning = false;
}

const char *virtio_rings_end(void)
{
    while (watched->len > 0) {
        forget(watched->len - 1);
    }
    g_array_free(watched, TRUE);
    g_ptr_array_free(g_steal_pointer(&devices), TRUE);
    return gap;
}

static void give_back_output(void *device, int number)
{
    void *queue = virtio_get_queue(device, number);

    if (*function_of(queue) == on_output) {
        *function_of(queue) = (output_function *)g_hash_table_lookup(functions, queue);
    }
}

static int give_back_outputs(void *object, void *unused)
{
    (void)unused;
    if (object_dynamic_cast(object, VIRTIO_DEVICE) != NULL) {
        each_queue(object, give_back_output);
    }
    return 0;
}

void virtio_rings_release(void)
{
    if (functions != NULL) {
        object_child_foreach_recursive(object_get_root(), give_back_outputs, NULL);
        g_hash_table_destroy(functions);
        functions = NULL;
    }
}
