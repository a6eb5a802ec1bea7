/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The call's two bytes end a page. STI before it, with every interrupt masked, has PANDA translate the call alone:
 * it would fetch the next instruction before it executes the call otherwise.
 */
#include "calls.inc"
#include "paging.h"

    .text

    .global mode_page_end
mode_page_end:
    push %ebp
    push %ebx
    push %esi
    push %edi
    mov 20(%esp), %ebp
    mov 24(%esp), %edi
    .irp action, RECCTRL_ACTION_TOGGLE, RECCTRL_ACTION_SESSION_OPEN, RECCTRL_ACTION_TOGGLE
    call page_end_forget
    mov $RECCTRL_MAGIC, %eax
    mov $\action, %ebx
    mov %ebp, %ecx
    xor %esi, %esi
    mov $PAGE_END + PAGE_SIZE - 3, %edx
    call *%edx
    mov %eax, (%edi)
    mov %esi, 4(%edi)
    add $8, %edi
    .endr
    pop %edi
    pop %esi
    pop %ebx
    pop %ebp
    ret

    .global page_end_handler
page_end_handler:
    push %eax
    push %ecx
    push %edx
    push 16(%esp)               /* the instruction that faulted */
    call page_end_fault
    add $4, %esp
    test %eax, %eax
    jz 1f
    pop %edx
    pop %ecx
    pop %eax
    add $4, %esp                /* the error code */
    iret
1:  push $missed_text
    call print
2:  hlt
    jmp 2b

    .section .rodata
missed_text:
    .asciz "page fault at the wrong place\n"

    .text
    .balign PAGE_SIZE
    .global page_end_first, page_end_second
page_end_first:
    .fill PAGE_SIZE - 3, 1, 0xf4
    sti
    .byte 0x0f, 0xa2
page_end_second:
    .rept NEXT
    inc %esi
    .endr
    cli
    ret
    .balign PAGE_SIZE
