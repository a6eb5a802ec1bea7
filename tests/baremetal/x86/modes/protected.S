/* SPDX-License-Identifier: GPL-2.0-or-later */
/* 32-bit code without paging, and what the other 32-bit modes share. */
#include "calls.inc"
#include "x86/selectors.h"

    .text

    .global make_calls
make_calls:
    push %ebp
    push %ebx
    push %esi
    push %edi
    mov 20(%esp), %eax
    mov 24(%esp), %ebp
    mov 28(%esp), %edi
    call *%eax
    pop %edi
    pop %esi
    pop %ebx
    pop %ebp
    ret

/* mode_NAME(name, results) and calls_NAME, which runs at any address. */
    .macro protected_mode name, cpuid:vararg
    .global mode_\name, calls_\name
mode_\name:
    mov 4(%esp), %eax
    mov 8(%esp), %edx
    push %edx
    push %eax
    push $calls_\name
    call make_calls
    add $12, %esp
    ret
calls_\name:
    three_calls 0, \cpuid
    ret
    .endm

    protected_mode protected, 0x0f, 0xa2
    protected_mode prefix_66, 0x66, 0x0f, 0xa2
    protected_mode prefix_67, 0x67, 0x0f, 0xa2
    protected_mode prefix_rep, 0xf3, 0x0f, 0xa2
    protected_mode prefix_repne, 0xf2, 0x0f, 0xa2
    protected_mode prefix_cs, 0x2e, 0x0f, 0xa2
    protected_mode prefix_several, 0x66, 0x67, 0x64, 0xf3, 0x0f, 0xa2
    protected_mode prefix_many, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x0f, 0xa2
    protected_mode prefix_too_many, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, \
        0x0f, 0xa2
    protected_mode prefix_vex2, 0xc5, 0xf8, 0x0f, 0xa2
    protected_mode prefix_vex3, 0xc4, 0xe1, 0x79, 0xa2

/* The same code through segments whose base is SHIFT; the name's address stays what it is without segments. */
    .global mode_shifted
mode_shifted:
    mov 4(%esp), %eax
    mov 8(%esp), %edx
    sub $SHIFT, %edx
    push %edx
    push %eax
    push $calls_shifted
    call make_calls
    add $12, %esp
    ret
calls_shifted:
    mov $DATA32_SHIFTED, %eax
    mov %eax, %ds
    ljmp $CODE32_SHIFTED, $1f - SHIFT
1:  three_calls 0, 0x0f, 0xa2
    ljmp $CODE32, $2f
2:  mov $DATA32, %eax
    mov %eax, %ds
    ret

/* 16-bit code in a segment that is longer than 64 kB, and in it at an address that does not fit into 16 bits. */
    .global mode_big16
mode_big16:
    mov 4(%esp), %eax
    mov 8(%esp), %edx
    push %edx
    push %eax
    push $calls_big16
    call make_calls
    add $12, %esp
    ret
calls_big16:
    ljmp $CODE16_BIG, $1f
    .code16
1:  three_calls 0, 0x0f, 0xa2
    ljmpl $CODE32, $2f
    .code32
2:  ret
