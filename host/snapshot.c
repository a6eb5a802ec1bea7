/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "snapshot.h"

#include "view.h"

#include <endian.h>
#include <stdint.h>
#include <string.h>

/* QEMU's migration/savevm.c and qemu-file.h */
#define MAGIC "QEVM"
#define SECTION_EOF 0
#define SECTION_DESCRIPTION 6
/* section type (1 byte) and length (4, big-endian) */
#define DESCRIPTION_HEAD 5
/* Descriptions of real machines have some 100 kB. */
#define MAX_DESCRIPTION (16 << 20)

static bool description_ends(const unsigned char *data, size_t size)
{
    if (size < 1 || data[size - 1] != '}') {
        return false;
    }
    for (size_t length = 2; length < MAX_DESCRIPTION && length + DESCRIPTION_HEAD + 1 + 4 <= size; length++) {
        const unsigned char *head = data + size - length - DESCRIPTION_HEAD;
        uint32_t said;
        memcpy(&said, head + 1, sizeof said);
        if (head[-1] == SECTION_EOF && head[0] == SECTION_DESCRIPTION && be32toh(said) == length &&
            head[DESCRIPTION_HEAD] == '{') {
            return true;
        }
    }
    return false;
}

bool snapshot_complete(int fd)
{
    struct view view;
    if (!view_open(fd, &view)) {
        return false;
    }
    bool complete =
        view.size > 4 && memcmp(view.data, MAGIC, 4) == 0 && description_ends(view.data, view.size);
    view_close(&view);
    return complete;
}
