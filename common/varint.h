/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers as bytes, the small ones in few: seven bits a byte, the lowest first; all but the last have the top bit. */
#ifndef RECCTRL_COMMON_VARINT_H
#define RECCTRL_COMMON_VARINT_H

#include <stddef.h>
#include <stdint.h>

#define VARINT_MAX 10 /* bytes of the largest */

/* Writes VALUE to OUT, which has room for VARINT_MAX bytes. Returns how many it took. */
size_t varint_put(uint8_t *out, uint64_t value);

/* Reads one of at most SIZE bytes. Returns how many it took; 0: it is cut off, or larger than 64 bits. */
size_t varint_get(const uint8_t *in, size_t size, uint64_t *value);

#endif
