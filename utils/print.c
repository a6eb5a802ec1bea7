/* SPDX-License-Identifier: 0BSD */
#include "print.h"

#include <stdarg.h>

#include "sys/sys.h"

void print_strings(int fd, const char *text, ...)
{
    char line[1024];
    size_t length = 0;
    va_list more;

    va_start(more, text);
    for (; text != NULL; text = va_arg(more, const char *)) {
        while (*text != '\0' && length < sizeof(line) - 1) {
            line[length++] = *text++;
        }
    }
    va_end(more);
    line[length++] = '\n';
    sys_write(fd, line, length);
}

char *decimal(char text[DECIMAL_BYTES], int number)
{
    char *at = text + DECIMAL_BYTES - 1;
    unsigned rest = number < 0 ? 0u - (unsigned)number : (unsigned)number;

    *at = '\0';
    do {
        /* Divides by ten: 32-bit ARM has no instruction for that, and there is no C library to do it. */
        unsigned quotient = (unsigned)((unsigned long long)rest * 0xcccccccdu >> 35);
        *--at = (char)('0' + (rest - quotient * 10));
        rest = quotient;
    } while (rest != 0);
    if (number < 0) {
        *--at = '-';
    }
    return at;
}
