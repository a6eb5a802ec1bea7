/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The system registers of ARM and AArch64 that change by themselves: the generic timer's, a cycle counter, pending
 * interrupts, the interrupt controller's (GICv3). The engine does not log what a guest reads from them (docs/arm.md).
 * Here each such read in a recording is logged as a write to the general registers that the value went to, at the
 * instruction's end: a replay then does it by itself.
 */
#ifndef RECCTRL_PANDA_ARM_SYSTEM_REGISTERS_H
#define RECCTRL_PANDA_ARM_SYSTEM_REGISTERS_H

#include "panda/supplement.h"

extern const struct supplement system_registers;

#endif
