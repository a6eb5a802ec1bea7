/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text for the serial line. */
#ifndef RECCTRL_BAREMETAL_PRINT_H
#define RECCTRL_BAREMETAL_PRINT_H

#include <stdint.h>

void print(const char *text);

/* Eight hexadecimal digits. */
void print_hex(uint32_t number);

/* "NAME HEX" and a new line. */
void print_answer(const char *name, int32_t answer);

#endif
