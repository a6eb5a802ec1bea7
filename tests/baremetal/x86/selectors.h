/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The segments of the x86 guests (boot.S has their descriptors); for C and assembler. */
#ifndef RECCTRL_BAREMETAL_SELECTORS_H
#define RECCTRL_BAREMETAL_SELECTORS_H

#define CODE32 0x08
#define DATA32 0x10
#define CODE64 0x18
#define USER_CODE32 0x23
#define USER_DATA32 0x2b
#define TASK 0x30
#define CODE16 0x38
#define DATA16 0x40
#define CODE32_SHIFTED 0x48
#define DATA32_SHIFTED 0x50
#define CODE16_BIG 0x58

/* Where the 16-bit code is copied to: the base of CODE16 and DATA16. */
#define LOW_CODE 0x20000

/* The base of the shifted segments. */
#define SHIFT 0x10000

#endif
