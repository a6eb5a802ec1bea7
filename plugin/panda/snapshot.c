/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The snapshot that a recording begins with, and the guest's memory as a forked child has it. */
#include <errno.h>
#include <glib.h>
#include <inttypes.h>
#include <string.h>
#include <sys/mman.h>

#include "engine.h"
#include "panda_api.h"

bool engine_write_snapshot(int fd, struct error *error)
{
    void *channel = qio_channel_file_new_fd(fd);
    QEMUFile *file = qemu_fopen_channel_output(channel);
    Error *reason = NULL;
    int failure, close_failure;

    object_unref(channel);
    if (set_rr_snapshot != NULL) {
        set_rr_snapshot();
    }
    global_state_store_running();
    failure = qemu_savevm_state(file, &reason);
    if (unset_rr_snapshot != NULL) {
        unset_rr_snapshot();
    }
    close_failure = qemu_fclose(file);
    if (failure == 0 && close_failure >= 0) {
        return true;
    }
    error_set(error, "%s", reason != NULL ? error_get_pretty(reason) : strerror(-MIN(failure, close_failure)));
    if (reason != NULL) {
        error_free(reason);
    }
    return false;
}

struct mapping {
    uintptr_t first, end;
};

static int lies_outside(const char *name, void *host, uint64_t offset, uint64_t length, void *opaque)
{
    const struct mapping *mapping = opaque;

    (void)name;
    (void)offset;
    (void)length;
    return (uintptr_t)host < mapping->first || (uintptr_t)host >= mapping->end ? 0 : -1;
}

/* A line of /proc/self/maps: whether other processes see what is written there. */
static bool parse_shared(const char *line, struct mapping *mapping)
{
    char mode[5] = "";

    return sscanf(line, "%" SCNxPTR "-%" SCNxPTR " %4s", &mapping->first, &mapping->end, mode) == 3 && mode[3] == 's';
}

bool engine_memory_is_private(void)
{
    FILE *maps = fopen("/proc/self/maps", "re");
    bool private = maps != NULL;
    struct mapping mapping;
    char line[4096];

    while (private && fgets(line, sizeof(line), maps) != NULL) {
        private = !parse_shared(line, &mapping) || qemu_ram_foreach_block(lies_outside, &mapping) == 0;
    }
    if (maps != NULL) {
        fclose(maps);
    }
    return private;
}

static int advise_block(const char *name, void *host, uint64_t offset, uint64_t length, void *advice)
{
    (void)name;
    (void)offset;
    return madvise(host, length, *(int *)advice) == 0 ? 0 : -errno;
}

bool engine_share_memory_with_children(bool share)
{
    int advice = share ? MADV_DOFORK : MADV_DONTFORK;

    return qemu_ram_foreach_block(advise_block, &advice) == 0;
}
