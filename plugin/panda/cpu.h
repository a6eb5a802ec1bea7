/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The machine's one CPU, and those of its fields that recctrl uses. */
#ifndef RECCTRL_PANDA_CPU_H
#define RECCTRL_PANDA_CPU_H

#include <stdint.h>
#include <string.h>

#include "panda_api.h"

static inline CPUState *first_cpu(void)
{
    return cpus;
}

/* The state of the target's registers. */
static inline void *cpu_env(CPUState *cpu)
{
    void *env;

    memcpy(&env, (char *)cpu + OFFSET_CPUState_env_ptr, sizeof(env));
    return env;
}

/* Instructions since the recording began. */
static inline uint64_t *instruction_count(CPUState *cpu)
{
    return (uint64_t *)((char *)cpu + OFFSET_CPUState_rr_guest_instr_count);
}

#endif
