/* SPDX-License-Identifier: 0BSD */
#ifndef PAM_RECCTRL_TOKEN_H
#define PAM_RECCTRL_TOKEN_H

#include <stdint.h>

#include "recctrl/abi.h"

/*
 * Reads the secret: the file's bytes without newlines at the end, filled up with zeros. Returns NULL, or why not:
 * unreadable, not of 16 to 64 bytes, or not root's (or this process's) alone.
 */
const char *token_read(const char *path, uint8_t token[RECCTRL_SECRET_BYTES]);

#endif
