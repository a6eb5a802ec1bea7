/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef RECCTRL_HOST_DIGEST_H
#define RECCTRL_HOST_DIGEST_H

#include <nettle/sha2.h>
#include <stdbool.h>
#include <stdint.h>

#define DIGEST_HEX_SIZE 65 /* 64 lower-case hex digits and the NUL */

/* Ends the digest and writes it in hex. */
void digest_hex(struct sha256_ctx *context, char hex[DIGEST_HEX_SIZE]);

/* Size and SHA-256 of the whole file open as FD, from its beginning. False with errno. */
bool digest_file(int fd, uint64_t *bytes, char hex[DIGEST_HEX_SIZE]);

#endif
