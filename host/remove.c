/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "remove.h"

#include "packing.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool remove_files(const struct recording *recording, struct error *error)
{
    /* The manifest goes last: until then the recording is listed, and can be removed again if this is broken
     * off. */
    static const enum recording_file order[] = {
        FILE_TRANSCRIPT, FILE_CLOCK, FILE_SNAPSHOT, FILE_PACKED_SNAPSHOT,
        FILE_LOG,        FILE_PACKED_LOG, FILE_RR2, FILE_MANIFEST};

    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        char name[NAME_MAX + 1];
        snprintf(name, sizeof name, "%s%s", recording->name, recording_suffix(order[i]));
        if (recording->files & order[i] && unlinkat(recording->dirfd, name, 0) != 0 && errno != ENOENT) {
            return error_fail(error, "can't delete %s/%s: %s", recording->directory, name, strerror(errno));
        }
    }
    return true;
}

static bool remove_locked(const struct recording *recording, struct error *error)
{
    if (recording->manifest.state == MANIFEST_RECORDING) {
        return error_fail(error, "%s is being recorded; end that first", recording->name);
    }
    char *dependent = packed_dependent(recording->dirfd, recording->name);
    bool well = dependent ? error_fail(error, "%s is needed to unpack %s; unpack or delete that first",
                                       recording->name, dependent)
                          : remove_files(recording, error);
    free(dependent);
    return well;
}

bool recording_remove(const struct recording *recording, struct error *error)
{
    struct recording now;
    int lock = packing_lock(recording->dirfd, error);
    if (lock < 0) {
        return false;
    }
    /* Since it was looked up its files may have been packed or unpacked, or have gone. */
    bool well = true;
    if (recording_open(recording->dirfd, recording->directory, recording->name, &now, error)) {
        well = remove_locked(&now, error);
        recording_close(&now);
    }
    close(lock);
    return well;
}
