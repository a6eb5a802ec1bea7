/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * 16-bit real mode. The code runs as a copy below 1 MB; CS begins at LOW_CODE and DS above it, so that the name's
 * address, which counts from 0 in every mode, is not its offset in DS.
 */
#include "calls.inc"
#include "x86/selectors.h"

#define LOW(symbol) (symbol - low_begin)
#define DATA_PARAGRAPHS 0x100

    .text
    .code32
    .global mode_real
mode_real:
    push %ebp
    push %ebx
    push %esi
    push %edi

    mov $low_begin, %esi
    mov $LOW_CODE, %edi
    mov $low_end - low_begin, %ecx
    rep movsb
    mov 20(%esp), %esi          /* the name is copied as well, to an address that real mode reaches */
    mov $LOW_CODE + LOW(low_name), %edi
    mov $16, %ecx
    rep movsb

    mov %esp, saved_stack
    mov $DATA16, %eax
    mov %eax, %ds
    mov %eax, %es
    mov %eax, %ss
    ljmp $CODE16, $LOW(real_enter)

real_left:
    mov $DATA32, %eax
    mov %eax, %ds
    mov %eax, %es
    mov %eax, %ss
    mov saved_stack, %esp
    mov 24(%esp), %edi
    mov $LOW_CODE + LOW(low_results), %esi
    mov $24, %ecx
    rep movsb

    pop %edi
    pop %esi
    pop %ebx
    pop %ebp
    ret

    .bss
saved_stack:
    .space 4

    .text
    .balign 16
low_begin:
    .code16
real_enter:
    mov %cr0, %eax
    and $0xfffffffe, %eax
    mov %eax, %cr0
    ljmp $LOW_CODE >> 4, $LOW(real_flushed)
real_flushed:
    mov $(LOW_CODE >> 4) + DATA_PARAGRAPHS, %ax
    mov %ax, %ds
    mov $LOW_CODE >> 4, %ax
    mov %ax, %ss
    mov $0xfff0, %sp

    mov $LOW_CODE + LOW(low_name), %ebp
    mov $LOW(low_results) - (DATA_PARAGRAPHS << 4), %edi
    three_calls 0, 0x0f, 0xa2

    mov %cr0, %eax
    or $1, %eax
    mov %eax, %cr0
    ljmpl $CODE32, $real_left
    .code32

    .org low_begin + (DATA_PARAGRAPHS << 4)
low_results:
    .space 24
low_name:
    .space 16
low_end:
