/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "register_table.h"

#include <dlfcn.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "panda/panda_api.h"

/* ARMCPU from cp_regs on. */
struct table_place {
    GHashTable *registers;
    uint64_t *indexes, *values; /* of those that a snapshot holds */
    int32_t count;
};

/* No CPU has more. */
#define REGISTERS_MAX 8192

/* The indexes begin with the architecture (KVM_REG_ARM, KVM_REG_ARM64); all 64 bits are used. */
#define INDEX_ARCHITECTURE(index) ((index) >> 56)
enum { INDEX_ARM = 0x40, INDEX_ARM64 = 0x60 };

struct check {
    int probe_fd; /* a file in memory: the kernel refuses to fill it from where nothing can be read */
    const void *engine; /* where the engine's code was loaded */
    GPtrArray *registers;
    const char *problem;
    bool has_main_id;
};

static bool readable(const struct check *check, const void *address, size_t length)
{
    return pwrite(check->probe_fd, address, length, 0) == (ssize_t)length;
}

static const void *image_of(const void *code)
{
    Dl_info found;

    return dladdr(code, &found) != 0 ? found.dli_fbase : NULL;
}

static bool is_table(const struct check *check, const struct table_place *place)
{
    uint64_t last = 0;

    if (!readable(check, place, sizeof(*place)) || place->count <= 0 || place->count > REGISTERS_MAX ||
        !readable(check, place->indexes, sizeof(uint64_t) * (size_t)place->count) ||
        !readable(check, place->values, sizeof(uint64_t) * (size_t)place->count) ||
        !readable(check, place->registers, sizeof(void *))) {
        return false;
    }
    for (int i = 0; i < place->count; i++) {
        uint64_t index = place->indexes[i];
        uint64_t architecture = INDEX_ARCHITECTURE(index) & 0xf0;
        if (index <= last || (architecture != INDEX_ARM && architecture != INDEX_ARM64)) {
            return false;
        }
        last = index;
    }
    return true;
}

static bool is_engines_function(const struct check *check, const void *function)
{
    return function == NULL || image_of(function) == check->engine;
}

static bool is_register(const struct check *check, const struct engine_register *reg)
{
    return readable(check, reg, sizeof(*reg)) && readable(check, reg->name, 1) &&
           (reg->state == REGISTER_OF_32BIT_CODE || reg->state == REGISTER_OF_64BIT_CODE) &&
           is_engines_function(check, (const void *)reg->allowed) &&
           is_engines_function(check, (const void *)reg->read) &&
           is_engines_function(check, (const void *)reg->write) &&
           is_engines_function(check, (const void *)reg->raw_read) &&
           is_engines_function(check, (const void *)reg->raw_write) &&
           is_engines_function(check, (const void *)reg->reset);
}

/* The counters are known by name and must be what they are known to be. */
static bool counter_is_as_expected(const struct engine_register *reg)
{
    return strncmp(reg->name, "CNTVCT", 6) != 0 || (reg->read != NULL && (reg->type & REGISTER_IO) != 0);
}

static void take(gpointer key, gpointer value, gpointer data)
{
    struct engine_register *reg = value;
    struct check *check = data;

    (void)key;
    if (check->problem != NULL) {
        return;
    }
    if (!is_register(check, reg)) {
        check->problem = "its system registers have a layout that recctrl does not know";
    } else if (!counter_is_as_expected(reg)) {
        check->problem = "its generic timer is not as recctrl knows it";
    } else {
        check->has_main_id |= strncmp(reg->name, "MIDR", 4) == 0;
        g_ptr_array_add(check->registers, reg);
    }
}

static void read_table(struct check *check, const struct table_place *place)
{
    if (check->probe_fd < 0) {
        check->problem = "no memory to look at its system registers";
    } else if (!is_table(check, place)) {
        check->problem = "its system registers are not where recctrl expects them";
    } else {
        g_hash_table_foreach(place->registers, take, check);
        if (check->problem == NULL && !check->has_main_id) {
            check->problem = "its system registers are not those of an ARM processor";
        }
    }
}

GPtrArray *register_table(const void *cpu, size_t offset, struct error *error)
{
    struct check check = {
        .probe_fd = memfd_create("recctrl", MFD_CLOEXEC),
        .engine = image_of((const void *)vm_start),
        .registers = g_ptr_array_new(),
    };

    read_table(&check, (const void *)((const char *)cpu + offset));
    close(check.probe_fd);
    if (check.problem != NULL) {
        error_set(error, "this PANDA is one that recctrl does not know: %s", check.problem);
        g_ptr_array_free(check.registers, TRUE);
        return NULL;
    }
    return check.registers;
}
