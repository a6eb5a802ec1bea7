/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "keyboard.h"

#define ROOM 64

static volatile char characters[ROOM];
static volatile unsigned pushed, popped;

void keyboard_push(char character)
{
    if (pushed - popped < ROOM) {
        characters[pushed % ROOM] = character;
        pushed++;
    }
}

bool keyboard_pop(char *character)
{
    if (pushed == popped) {
        return false;
    }
    *character = characters[popped % ROOM];
    popped++;
    return true;
}
