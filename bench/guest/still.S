/* SPDX-License-Identifier: GPL-2.0-or-later */
/* stream.h */
    .set COM1, 0x3f8
    .set COM1_STATUS, 0x3fd
    .set ROUNDS, 10000

    .text
    .global spin
spin:
    mov $ROUNDS, %ecx
1:  dec %ecx
    jnz 1b
    ret

    .global call_and_leave_memory
call_and_leave_memory:
    push %ebx
    cli
    mov 8(%esp), %eax
    mov 12(%esp), %ebx
    mov 16(%esp), %ecx
    cpuid
    add $'0', %al
1:  mov $COM1, %dx
    out %al, %dx
    mov $ROUNDS, %ecx
2:  dec %ecx
    jnz 2b
    mov $COM1_STATUS, %dx
    in %dx, %al
    test $1, %al
    mov $'.', %al
    jz 1b
    sti
    pop %ebx
    ret
