/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "guest/board.h"
#include "ports.h"

void board_put(char character)
{
    out8(COM1, (uint8_t)character);
}
