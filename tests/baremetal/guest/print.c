/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "print.h"

#include "board.h"

void print(const char *text)
{
    for (; *text != '\0'; text++) {
        board_put(*text);
    }
}

void print_hex(uint32_t number)
{
    for (int shift = 28; shift >= 0; shift -= 4) {
        board_put("0123456789abcdef"[number >> shift & 15]);
    }
}

void print_answer(const char *name, int32_t answer)
{
    print(name);
    print(" ");
    print_hex((uint32_t)answer);
    print("\n");
}
