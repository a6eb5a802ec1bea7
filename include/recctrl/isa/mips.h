/* SPDX-License-Identifier: 0BSD */
/*
 * MIPS, 32 and 64 bit, both byte orders: movz $0, $0, $0 with the magic in V0 ($2), the second register A0 ($4), the
 * pointer in A1 ($5), the result in V0.
 */
#ifndef RECCTRL_ISA_MIPS_H
#define RECCTRL_ISA_MIPS_H

#include "../abi.h"

#if defined(__mips16) || defined(__mips_micromips)
#error "recctrl: the call is an instruction of standard MIPS code: compile its caller with -mno-mips16 -mno-micromips"
#endif

/*
 * Makes the call. Returns the result, or RECCTRL_ABSENT where nobody answered: there the instruction does nothing.
 * CPUs older than MIPS IV and those of release 6 do not know it: the program gets SIGILL (recctrl/posix.h).
 */
static __inline__ int32_t recctrl_hypercall(uint32_t magic, int32_t second, const void *pointer)
{
    register long v0 __asm__("$2") = (long)(int32_t)magic;
    register long a0 __asm__("$4") = second;
    register const void *a1 __asm__("$5") = pointer;

    __asm__ __volatile__(".word 0x0000000a" : "+r"(v0) : "r"(a0), "r"(a1) : "memory");
    return (uint32_t)v0 == magic ? (int32_t)RECCTRL_ABSENT : (int32_t)v0;
}

#endif
