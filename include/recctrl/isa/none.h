/* SPDX-License-Identifier: 0BSD */
/* Every architecture for which PANDA has no hypercall. */
#ifndef RECCTRL_ISA_NONE_H
#define RECCTRL_ISA_NONE_H

#include "../abi.h"

static __inline__ int32_t recctrl_hypercall(uint32_t magic, int32_t second, const void *pointer)
{
    (void)magic;
    (void)second;
    (void)pointer;
    return (int32_t)RECCTRL_ABSENT;
}

#endif
