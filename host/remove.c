/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "remove.h"

#include "packing.h"

#include <errno.h>
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
        char *path = recording->files & order[i] ? recording_path(recording, order[i]) : NULL;
        if (path && unlink(path) != 0 && errno != ENOENT) {
            error_set(error, "can't delete %s: %s", path, strerror(errno));
            free(path);
            return false;
        }
        free(path);
    }
    return true;
}

bool recording_remove(const struct recording *recording, struct error *error)
{
    if (recording->manifest.state == MANIFEST_RECORDING) {
        return error_fail(error, "%s is being recorded; end that first", recording->name);
    }
    int lock = packing_lock(recording->dirfd, error);
    if (lock < 0) {
        return false;
    }
    char *dependent = packed_dependent(recording->dirfd, recording->name);
    bool well = dependent ? error_fail(error, "%s is needed to unpack %s; unpack or delete that first",
                                       recording->name, dependent)
                          : remove_files(recording, error);
    free(dependent);
    close(lock);
    return well;
}
