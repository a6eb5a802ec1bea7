/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether a snapshot is complete: one that was cut off anywhere is not. */
#include "host/snapshot.h"

#include "input.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int fd = input_file(data, size);

    if (snapshot_complete(fd)) {
        PROMISE(size > 4 && memcmp(data, "QEVM", 4) == 0 && data[size - 1] == '}');
    }
    close(fd);
    return 0;
}
