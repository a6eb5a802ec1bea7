/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * call_recctrl_otherwise() of AArch64: the hypercall of a 32-bit program. Goes down to EL0 in AArch32 state, where
 * the instruction is followed by a supervisor call that comes back (the vectors branch to program32_returned).
 */
    .text
    .global call_recctrl_otherwise
call_recctrl_otherwise:
    adr x3, program32
    msr elr_el1, x3
    mrs x4, daif
    mov x5, #0x10       /* AArch32 user mode; interrupts stay as they are */
    and x4, x4, #0x1c0
    orr x5, x5, x4
    msr spsr_el1, x5
    str x30, [sp, #-16]!
    eret

    .global program32_returned
program32_returned:
    ldr x30, [sp], #16
    ret

    .balign 4
program32:
    .inst 0xee000710    /* mcr p7, 0, r0, c0, c0, 0 */
    .inst 0xef000000    /* svc #0 */
