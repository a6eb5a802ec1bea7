/* SPDX-License-Identifier: 0BSD */
/*
 * IA-32 and x86-64: CPUID with the magic in EAX, the second register EBX, the pointer in ECX (RCX in 64-bit code; a
 * linear address), the result in EAX.
 */
#ifndef RECCTRL_ISA_X86_H
#define RECCTRL_ISA_X86_H

#include "../abi.h"

/*
 * Makes the call. Returns the result, or RECCTRL_ABSENT where the CPU itself answered: that overwrites EBX and ECX,
 * which recctrl leaves alone. Harmless on every CPU that has CPUID.
 */
static __inline__ int32_t recctrl_hypercall(uint32_t magic, int32_t second, const void *pointer)
{
    uint32_t a = magic;
    uint32_t b = (uint32_t)second;
#ifdef __x86_64__
    uint64_t c = (uintptr_t)pointer;

    __asm__ __volatile__("cpuid" : "+a"(a), "+b"(b), "+c"(c) : : "rdx", "memory");
#else
    uint32_t c = (uintptr_t)pointer;

    /* EBX holds the address of position-independent code's data, and older compilers don't give it away. */
    __asm__ __volatile__("xchgl %%ebx, %1\n\t"
                         "cpuid\n\t"
                         "xchgl %%ebx, %1"
                         : "+a"(a), "+S"(b), "+c"(c)
                         :
                         : "edx", "memory");
#endif
    return b == (uint32_t)second && c == (uintptr_t)pointer ? (int32_t)a : (int32_t)RECCTRL_ABSENT;
}

#endif
