/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A 32-bit kernel on a 64-bit CPU: enters at EL3 in AArch64 state (-M virt,secure=on) and goes down to EL1 in AArch32
 * state, to the 32-bit guest of the virt machine.
 */
    .section .start, "ax"
    .global _start
_start:
    msr scr_el3, xzr    /* secure, lower levels in AArch32 state */
    mov x0, #0x1d3      /* supervisor mode, interrupts off */
    msr spsr_el3, x0
    ldr x0, =guest32
    msr elr_el3, x0
    eret
    .ltorg

    .balign 0x100000    /* where it is linked to */
guest32:
    .incbin GUEST32
