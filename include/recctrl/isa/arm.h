/* SPDX-License-Identifier: 0BSD */
/*
 * ARM in 32-bit state, on 64-bit CPUs as well: mcr p7, 0, r0, c0, c0, 0 with the magic in R0, the second register R1,
 * the pointer in R2, the result in R0.
 */
#ifndef RECCTRL_ISA_ARM_H
#define RECCTRL_ISA_ARM_H

#include "../abi.h"

/*
 * Makes the call. Returns the result, or RECCTRL_ABSENT where nobody answered in a PANDA. Any other CPU does not know
 * the instruction: the program gets SIGILL (recctrl/posix.h).
 */
static __inline__ int32_t recctrl_hypercall(uint32_t magic, int32_t second, const void *pointer)
{
    register uint32_t r0 __asm__("r0") = magic;
    register int32_t r1 __asm__("r1") = second;
    register const void *r2 __asm__("r2") = pointer;

#if defined(__thumb__) && !defined(__thumb2__)
    /* Thumb before version 2 lacks the instruction: go to ARM state and back. */
    __asm__ __volatile__(".balign 4\n\t"
                         "bx pc\n\t"
                         "nop\n\t"
                         ".arm\n\t"
                         ".inst 0xee000710\n\t"
                         "add r3, pc, #1\n\t"
                         "bx r3\n\t"
                         ".thumb"
                         : "+r"(r0)
                         : "r"(r1), "r"(r2)
                         : "r3", "memory");
#elif defined(__thumb__)
    __asm__ __volatile__(".inst.w 0xee000710" : "+r"(r0) : "r"(r1), "r"(r2) : "memory");
#else
    __asm__ __volatile__(".inst 0xee000710" : "+r"(r0) : "r"(r1), "r"(r2) : "memory");
#endif
    return r0 == magic ? (int32_t)RECCTRL_ABSENT : (int32_t)r0;
}

#endif
