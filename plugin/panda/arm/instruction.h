/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The instructions that read a system register: MRS, and in 32-bit code MRC and MRRC (ARM DDI 0487, C6.2 and F5.1). */
#ifndef RECCTRL_PANDA_ARM_INSTRUCTION_H
#define RECCTRL_PANDA_ARM_INSTRUCTION_H

#include <stdbool.h>
#include <stdint.h>

/* A system register by its encoding in the instruction. */
struct system_register {
    bool a64;             /* 64-bit code's: op0 to op2, crn, crm; else a coprocessor's */
    bool wide;            /* of a coprocessor: 64 bits, by MRRC: op1 and crm only */
    uint8_t coprocessor;  /* 15, or that of a device */
    uint8_t op0, op1, crn, crm, op2;
};

/* The general registers that the instruction puts the value into. */
struct destination {
    unsigned low;  /* by its number: 0 to 31 in 64-bit code, where 31 keeps nothing; 0 to 15 in 32-bit code */
    unsigned high; /* of MRRC: the register of bits 32 to 63 */
};

/*
 * Reads the four bytes of an instruction, as they lie in a little-endian guest's memory. False where they are not a
 * read of this register, in ARM code or Thumb code.
 */
bool instruction_reads(const uint8_t bytes[4], const struct system_register *reg, struct destination *destination);

#endif
