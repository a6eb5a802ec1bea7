/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Entry, stacks and exception vectors of 32-bit ARM: supervisor mode, flat memory without MMU and caches. */
    .arm
    .section .start, "ax"
    .global _start
_start:
    cps_irq = 0xd2 /* IRQ mode, interrupts off */
    cps_svc = 0xd3 /* supervisor mode, interrupts off */
    msr cpsr_c, #cps_irq
    ldr sp, =irq_stack_end
    msr cpsr_c, #cps_svc
    ldr sp, =stack_end

    ldr r0, =bss_start
    ldr r1, =bss_end
    mov r2, #0
1:  cmp r0, r1
    strlo r2, [r0], #4
    blo 1b

    bl place_vectors
    ldr r0, =guest_main
    mov lr, pc
    bx r0
2:  b 2b

#if __ARM_ARCH >= 7
/* ARMv7: the vectors stay where they are. */
place_vectors:
    ldr r0, =vectors
    mcr p15, 0, r0, c12, c0, 0
    bx lr
#else
/* Before ARMv7 they are at address 0, which is RAM. */
place_vectors:
    ldr r0, =vectors
    mov r1, #0
    mov r2, #16
1:  ldr r3, [r0], #4
    str r3, [r1], #4
    subs r2, r2, #1
    bne 1b
    bx lr
#endif

    .balign 32
vectors:
    ldr pc, 3f /* reset */
    ldr pc, 3f /* undefined instruction */
    ldr pc, 3f /* supervisor call */
    ldr pc, 3f /* prefetch abort */
    ldr pc, 3f /* data abort */
    nop
    ldr pc, 4f /* interrupt */
    ldr pc, 3f /* fast interrupt */
3:  .word stray
4:  .word interrupt
    .space 24

interrupt:
    sub lr, lr, #4
    push {r0-r3, r12, lr}
    ldr r0, =board_interrupt
    mov lr, pc
    bx r0
    ldm sp!, {r0-r3, r12, pc}^

/* Nothing of this is expected: say so and stand still. */
stray:
    msr cpsr_c, #cps_svc
    ldr sp, =stack_end
    ldr r0, =stray_text
    ldr r1, =print
    mov lr, pc
    bx r1
5:  b 5b

    .section .rodata
stray_text:
    .asciz "stray exception\n"

    .bss
    .balign 8
    .space 8192
stack_end:
    .space 4096
irq_stack_end:
