/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "digest.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define CHUNK (1 << 18)

void digest_hex(struct sha256_ctx *context, char hex[DIGEST_HEX_SIZE])
{
    uint8_t digest[SHA256_DIGEST_SIZE];

    sha256_digest(context, sizeof digest, digest);
    for (size_t i = 0; i < sizeof digest; i++) {
        snprintf(hex + 2 * i, 3, "%02x", digest[i]);
    }
}

bool digest_file(int fd, uint64_t *bytes, char hex[DIGEST_HEX_SIZE])
{
    struct sha256_ctx context;
    uint8_t *buffer = malloc(CHUNK);
    ssize_t got = buffer ? 1 : -1;

    sha256_init(&context);
    *bytes = 0;
    while (got > 0) {
        got = pread(fd, buffer, CHUNK, (off_t)*bytes);
        if (got > 0) {
            sha256_update(&context, (size_t)got, buffer);
            *bytes += (uint64_t)got;
        } else if (got < 0 && errno == EINTR) {
            got = 1;
        }
    }
    free(buffer);
    digest_hex(&context, hex);
    return got == 0;
}
