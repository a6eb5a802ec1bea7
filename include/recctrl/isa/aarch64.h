/* SPDX-License-Identifier: 0BSD */
/*
 * AArch64: msr S0_0_C5_C0_0, xzr with the magic in X0, the second register X1, the pointer in X2, the result in W0.
 */
#ifndef RECCTRL_ISA_AARCH64_H
#define RECCTRL_ISA_AARCH64_H

#include "../abi.h"

/*
 * Makes the call. Returns the result, or RECCTRL_ABSENT where nobody answered in a PANDA. Any other CPU does not know
 * the instruction: the program gets SIGILL (recctrl/posix.h).
 */
static __inline__ int32_t recctrl_hypercall(uint32_t magic, int32_t second, const void *pointer)
{
    register uint64_t x0 __asm__("x0") = magic;
    register int64_t x1 __asm__("x1") = second;
    register const void *x2 __asm__("x2") = pointer;

    /* The branch begins a new block of PANDA's translator: a replay can end only between two blocks. */
    __asm__ __volatile__("b 1f\n"
                         "1:\n\t"
                         ".inst 0xd500501f"
                         : "+r"(x0)
                         : "r"(x1), "r"(x2)
                         : "memory");
    return (uint32_t)x0 == magic ? (int32_t)RECCTRL_ABSENT : (int32_t)(uint32_t)x0;
}

#endif
