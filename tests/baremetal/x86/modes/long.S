/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Long mode: entered for each mode and left again. */
#include "calls.inc"
#include "x86/selectors.h"

#define EFER 0xc0000080
#define EFER_LME (1 << 8)
#define CR4_PAE (1 << 5)
#define PRESENT_WRITABLE 3
#define LARGE 0x80

/* The first GB is also mapped here. */
#define HIGH 0x8000000000

/* In the half of RCX that 32-bit code does not see. */
#define STRAY_HALF 0xdeadbeef00000000

    .text
    .code32

/*
 * mode_NAME(name, results): enters long mode and jumps to 64-bit code at NAME_64, with the arguments as calls.inc has
 * them.
 */
    .macro long_mode name
    .global mode_\name
mode_\name:
    push %ebp
    push %ebx
    push %esi
    push %edi
    mov 20(%esp), %ebp
    mov 24(%esp), %edi
    call enter_long
    ljmp $CODE64, $\name\()_64
    .endm

    long_mode long
    long_mode long_rex
    long_mode long_high
    long_mode compatible

enter_long:
    movl $pointers + PRESENT_WRITABLE, top
    movl $pointers + PRESENT_WRITABLE, top + 8
    movl $directory + PRESENT_WRITABLE, pointers
    mov $LARGE | PRESENT_WRITABLE, %eax
    xor %ecx, %ecx
1:  mov %eax, directory(, %ecx, 8)
    add $0x200000, %eax
    inc %ecx
    cmp $512, %ecx
    jb 1b
    mov %cr4, %eax
    or $CR4_PAE, %eax
    mov %eax, %cr4
    mov $top, %eax
    mov %eax, %cr3
    mov $EFER, %ecx
    rdmsr
    or $EFER_LME, %eax
    wrmsr
    mov %cr0, %eax
    or $0x80000000, %eax
    mov %eax, %cr0
    ret

/* In compatibility mode. */
leave_long:
    mov %cr0, %eax
    and $0x7fffffff, %eax
    mov %eax, %cr0
    mov $EFER, %ecx
    rdmsr
    and $~EFER_LME, %eax
    wrmsr
    mov %cr4, %eax
    and $~CR4_PAE, %eax
    mov %eax, %cr4
    pop %edi
    pop %esi
    pop %ebx
    pop %ebp
    ret

    .code64
long_64:
    mov %ebp, %ebp              /* whatever the upper half was */
    three_calls 1, 0x0f, 0xa2
    mov $leave, %eax
    ljmp *(%rax)

long_rex_64:
    mov %ebp, %ebp              /* whatever the upper half was */
    three_calls 1, 0x66, 0x48, 0x0f, 0xa2
    mov $leave, %eax
    ljmp *(%rax)

long_high_64:
    mov %ebp, %ebp
    movabs $HIGH, %rax
    add %rax, %rbp
    three_calls 1, 0x0f, 0xa2
    mov $leave, %eax
    ljmp *(%rax)

compatible_64:
    mov %ebp, %ecx
    movabs $STRAY_HALF, %rax
    or %rax, %rcx
    mov $compatible, %eax
    ljmp *(%rax)

    .code32
compatible_32:
    /* RCX keeps its stray half: writing ECX would clear it. */
    .irp action, RECCTRL_ACTION_TOGGLE, RECCTRL_ACTION_SESSION_OPEN, RECCTRL_ACTION_TOGGLE
    mov $RECCTRL_MAGIC, %eax
    mov $\action, %ebx
    xor %esi, %esi
    .byte 0x0f, 0xa2
    .rept NEXT
    inc %esi
    .endr
    mov %eax, (%edi)
    mov %esi, 4(%edi)
    add $8, %edi
    .endr
    jmp leave_long

    .section .rodata
    .balign 4
leave:
    .long leave_long
    .word CODE32
compatible:
    .long compatible_32
    .word CODE32

    .bss
    .balign 4096
top:
    .space 4096
pointers:
    .space 4096
directory:
    .space 4096
