/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Characters on their way from the interrupt handler to the program. */
#ifndef RECCTRL_BAREMETAL_KEYBOARD_H
#define RECCTRL_BAREMETAL_KEYBOARD_H

#include <stdbool.h>

/* In the interrupt handler: keeps a character; one that finds no room is lost. */
void keyboard_push(char character);

/* With interrupts off: takes the oldest character. False where there is none. */
bool keyboard_pop(char *character);

#endif
