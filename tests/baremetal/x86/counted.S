/* SPDX-License-Identifier: GPL-2.0-or-later */
/* counted_call() (guest/caller.h) */
    .text
    .global counted_call
counted_call:
    push %ebx
    push %esi
    mov 12(%esp), %eax
    mov 16(%esp), %ebx
    mov 20(%esp), %ecx
    xor %esi, %esi
    cpuid
    .rept 4
    inc %esi
    .endr
    mov %esi, %eax
    pop %esi
    pop %ebx
    ret
