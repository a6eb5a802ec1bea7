/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The secret that a call has to carry where the operator asks for one. */
#ifndef RECCTRL_RECORD_SECRET_H
#define RECCTRL_RECORD_SECRET_H

#include <stdbool.h>
#include <stdint.h>

#include "common/error.h"
#include "recctrl/abi.h"

/* Fewer bytes could be guessed by a guest that tries them all. */
#define SECRET_BYTES_MIN 16

/*
 * Reads the file: its bytes without newlines at the end, SECRET_BYTES_MIN to RECCTRL_SECRET_BYTES of them, filled up
 * with zeros. False with the reason, also where others than its owner have access to the file.
 */
bool secret_read(const char *path, uint8_t secret[RECCTRL_SECRET_BYTES], struct error *error);

#endif
