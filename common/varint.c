/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "varint.h"

size_t varint_put(uint8_t *out, uint64_t value)
{
    size_t used = 0;

    while (value >= 0x80) {
        out[used++] = (uint8_t)(value | 0x80);
        value >>= 7;
    }
    out[used++] = (uint8_t)value;
    return used;
}

size_t varint_get(const uint8_t *in, size_t size, uint64_t *value)
{
    *value = 0;
    for (size_t i = 0; i < size && i < VARINT_MAX; i++) {
        if (i == VARINT_MAX - 1 && in[i] > 1) {
            return 0;
        }
        *value |= (uint64_t)(in[i] & 0x7f) << (7 * i);
        if (in[i] < 0x80) {
            return i + 1;
        }
    }
    return 0;
}
