/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Entry and exception vectors of AArch64: EL1, flat memory without MMU and caches. */
    .section .start, "ax"
    .global _start
_start:
    ldr x0, =stack_end
    mov sp, x0
    ldr x0, =vectors
    msr vbar_el1, x0
    isb
    ldr x0, =bss_start
    ldr x1, =bss_end
1:  cmp x0, x1
    b.hs 2f
    str xzr, [x0], #8
    b 1b
2:  bl guest_main
3:  b 3b

    .macro vector handler
    .balign 128
    b \handler
    .endm

    .balign 2048
vectors:
    .rept 4
    vector stray
    .endr
    vector stray     /* synchronous, this level with its own stack */
    vector interrupt
    .rept 6
    vector stray
    .endr
    vector program32_returned /* a supervisor call of the 32-bit program (caller32.S) */
    vector interrupt
    vector stray
    vector stray

interrupt:
    stp x0, x1, [sp, #-160]!
    stp x2, x3, [sp, #16]
    stp x4, x5, [sp, #32]
    stp x6, x7, [sp, #48]
    stp x8, x9, [sp, #64]
    stp x10, x11, [sp, #80]
    stp x12, x13, [sp, #96]
    stp x14, x15, [sp, #112]
    stp x16, x17, [sp, #128]
    stp x18, x30, [sp, #144]
    bl board_interrupt
    ldp x2, x3, [sp, #16]
    ldp x4, x5, [sp, #32]
    ldp x6, x7, [sp, #48]
    ldp x8, x9, [sp, #64]
    ldp x10, x11, [sp, #80]
    ldp x12, x13, [sp, #96]
    ldp x14, x15, [sp, #112]
    ldp x16, x17, [sp, #128]
    ldp x18, x30, [sp, #144]
    ldp x0, x1, [sp], #160
    eret

/* Nothing of this is expected: say so and stand still. */
stray:
    ldr x0, =stray_text
    bl print
4:  b 4b

    .section .rodata
stray_text:
    .asciz "stray exception\n"

    .bss
    .balign 16
    .space 8192
stack_end:
