/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Interrupts on and off, and sleeping until one comes. */
#ifndef RECCTRL_BAREMETAL_CPU_H
#define RECCTRL_BAREMETAL_CPU_H

#ifdef __aarch64__

static inline void interrupts_on(void)
{
    __asm__ volatile("msr daifclr, #2" ::: "memory");
}

static inline void interrupts_off(void)
{
    __asm__ volatile("msr daifset, #2" ::: "memory");
}

/* Wakes for an interrupt that is off as well. */
static inline void sleep_until_interrupt(void)
{
    __asm__ volatile("wfi" ::: "memory");
}

#else

static inline void interrupts_on(void)
{
    __asm__ volatile("msr cpsr_c, #0x53" ::: "memory");
}

static inline void interrupts_off(void)
{
    __asm__ volatile("msr cpsr_c, #0xd3" ::: "memory");
}

static inline void sleep_until_interrupt(void)
{
#if __ARM_ARCH >= 7
    __asm__ volatile("wfi" ::: "memory");
#else
    __asm__ volatile("mcr p15, 0, %0, c7, c0, 4" : : "r"(0) : "memory");
#endif
}

#endif

#endif
