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

/* Whether the mapping that holds this address is private, as /proc/self/maps says. */
static bool mapping_is_private(const void *address)
{
    FILE *maps = fopen("/proc/self/maps", "re");
    uintptr_t first, end;
    char mode[5] = "", line[4096];
    bool found = false;

    while (maps != NULL && !found && fgets(line, sizeof(line), maps) != NULL) {
        found = sscanf(line, "%" SCNxPTR "-%" SCNxPTR " %4s", &first, &end, mode) == 3 &&
                (uintptr_t)address >= first && (uintptr_t)address < end;
    }
    if (maps != NULL) {
        fclose(maps);
    }
    return found && mode[3] == 'p';
}

static int check_block(const char *name, void *host, uint64_t offset, uint64_t length, void *unused)
{
    (void)name;
    (void)offset;
    (void)length;
    (void)unused;
    return mapping_is_private(host) ? 0 : -1;
}

bool engine_memory_is_private(void)
{
    return qemu_ram_foreach_block(check_block, NULL) == 0;
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
