/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "caller.h"

#include "recctrl.h"

/* Compiled twice where the other state is another instruction set. */
#ifdef RECCTRL_BAREMETAL_OTHERWISE
#define call_recctrl call_recctrl_otherwise
#endif

int32_t call_recctrl(uint32_t magic, int32_t second, const void *pointer)
{
    return recctrl_hypercall(magic, second, pointer);
}
