/* SPDX-License-Identifier: GPL-2.0-or-later */
/* UTF-8 as it comes, in pieces and with mistakes: what is none becomes U+FFFD, as in a browser. */
#ifndef RECCTRL_HOST_TRANSCRIPT_UTF8_H
#define RECCTRL_HOST_TRANSCRIPT_UTF8_H

#include <stddef.h>
#include <stdint.h>

#define UTF8_REPLACEMENT 0xfffd
#define UTF8_MAX 4 /* bytes of a character */

/* Begins as all zero. */
struct utf8 {
    uint32_t code;
    unsigned missing;      /* bytes of the character that has begun */
    uint8_t lowest, highest; /* what the next of them may be */
};

/* Takes a byte. Returns how many characters that gave: 0 to 2. */
int utf8_take(struct utf8 *utf8, uint8_t byte, uint32_t characters[2]);

/* Writes a character. Returns its bytes. */
size_t utf8_put(char out[UTF8_MAX], uint32_t character);

#endif
