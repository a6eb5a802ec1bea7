/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef RECCTRL_PANDA_CALLBACKS_H
#define RECCTRL_PANDA_CALLBACKS_H

/*
 * The number that this PANDA has for the callback whose trampoline is `trampoline`, or -1. For those whose numbers moved
 * between generations.
 */
int callback_number(void (*trampoline)(void));

#endif
