/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "digest.h"

#include <errno.h>
#include <glib.h>
#include <unistd.h>

#define CHUNK (1 << 20)

/* The bytes of the file, or -1 with errno set. */
static int64_t hash_contents(int fd, GChecksum *checksum)
{
    unsigned char *buffer = g_malloc(CHUNK);
    int64_t offset = 0;
    ssize_t n;

    while ((n = pread(fd, buffer, CHUNK, offset)) != 0) {
        if (n > 0) {
            g_checksum_update(checksum, buffer, n);
            offset += n;
        } else if (errno != EINTR) {
            offset = -1;
            break;
        }
    }
    g_free(buffer);
    return offset;
}

bool digest_file(int fd, struct manifest_file *file)
{
    GChecksum *checksum;
    int64_t bytes;

    if (fsync(fd) != 0) {
        return false;
    }
    checksum = g_checksum_new(G_CHECKSUM_SHA256);
    bytes = hash_contents(fd, checksum);
    if (bytes >= 0) {
        file->known = true;
        file->bytes = (uint64_t)bytes;
        g_strlcpy(file->sha256, g_checksum_get_string(checksum), sizeof(file->sha256));
    }
    g_checksum_free(checksum);
    return bytes >= 0;
}
