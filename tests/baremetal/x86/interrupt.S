/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The entries of the two interrupts that pc.c uses. */
    .macro entry name, function
    .global \name
\name:
    push %eax
    push %ecx
    push %edx
    call \function
    pop %edx
    pop %ecx
    pop %eax
    iret
    .endm

    .text
    entry timer_entry, timer_interrupt
    entry com1_entry, com1_interrupt
