/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * int keeps_saved_registers(void (*function)(void)): 1 where the registers that belong to a caller are as before. With a
 * function that has next to nothing in it, the compiler saves only those that it is told about.
 */
    .text
    .global keeps_saved_registers
keeps_saved_registers:
#if defined(__x86_64__)
    push %rbx
    push %rbp
    push %r12
    push %r13
    push %r14
    push %r15
    sub $8, %rsp
    mov $0x1111, %ebx
    mov $0x2222, %ebp
    mov $0x3333, %r12d
    mov $0x4444, %r13d
    mov $0x5555, %r14d
    mov $0x6666, %r15d
    call *%rdi
    xor $0x1111, %rbx
    xor $0x2222, %rbp
    xor $0x3333, %r12
    xor $0x4444, %r13
    xor $0x5555, %r14
    xor $0x6666, %r15
    or %rbp, %rbx
    or %r12, %rbx
    or %r13, %rbx
    or %r14, %rbx
    xor %eax, %eax
    or %r15, %rbx
    setz %al
    add $8, %rsp
    pop %r15
    pop %r14
    pop %r13
    pop %r12
    pop %rbp
    pop %rbx
    ret
#elif defined(__i386__)
    push %ebx
    push %esi
    push %edi
    push %ebp
    mov 20(%esp), %eax
    mov $0x1111, %ebx
    mov $0x2222, %esi
    mov $0x3333, %edi
    mov $0x4444, %ebp
    sub $12, %esp
    call *%eax
    add $12, %esp
    xor $0x1111, %ebx
    xor $0x2222, %esi
    xor $0x3333, %edi
    xor $0x4444, %ebp
    xor %eax, %eax
    or %esi, %ebx
    or %edi, %ebx
    or %ebp, %ebx
    setz %al
    pop %ebp
    pop %edi
    pop %esi
    pop %ebx
    ret
#elif defined(__mips__)
    li $2, 1 /* its instruction does nothing */
    jr $31
#endif
    .section .note.GNU-stack, "", %progbits
