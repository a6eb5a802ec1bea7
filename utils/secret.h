/* SPDX-License-Identifier: 0BSD */
/* The guest's copy of the secret that a host may want to see in each call. */
#ifndef RECCTRLU_SECRET_H
#define RECCTRLU_SECRET_H

#include <stdint.h>

#include "recctrl/abi.h"

#ifdef _WIN32
#define SECRET_FILE "C:\\ProgramData\\recctrl\\token"
#else
#define SECRET_FILE "/etc/recctrl/token"
#endif

/* The rule, for messages. */
#define SECRET_RULE "a secret has 16 to 64 bytes"

/*
 * Reads it: the file's bytes without newlines at their end, filled up with zeros. Returns 1, 0 where there is none or
 * it is not for this user, or -1 where it does not follow SECRET_RULE.
 */
int secret_read(uint8_t token[RECCTRL_SECRET_BYTES]);

#endif
