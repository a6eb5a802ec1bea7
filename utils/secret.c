/* SPDX-License-Identifier: 0BSD */
#include "secret.h"

#include "sys/sys.h"

/* So that tests can put another file in its place. */
#ifndef SECRET_PATH
#define SECRET_PATH SECRET_FILE
#endif

#define SECRET_BYTES_MIN 16

int secret_read(uint8_t token[RECCTRL_SECRET_BYTES])
{
    char text[RECCTRL_SECRET_BYTES + 2];
    long length = sys_read_file(SECRET_PATH, text, sizeof(text));

    if (length < 0) {
        return 0;
    }
    if (length == sizeof(text)) {
        return -1; /* there may be more */
    }
    while (length > 0 && text[length - 1] == '\n') {
        length--;
    }
    if (length < SECRET_BYTES_MIN || length > RECCTRL_SECRET_BYTES) {
        return -1;
    }
    for (long i = 0; i < RECCTRL_SECRET_BYTES; i++) {
        token[i] = i < length ? (uint8_t)text[i] : 0;
    }
    return 1;
}
