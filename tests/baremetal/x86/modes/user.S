/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ring 3: the code, the name and the results are used through the user's alias of the memory. */
#include "paging.h"
#include "x86/selectors.h"

    .text

    .global mode_user
mode_user:
    push %ebp
    push %ebx
    push %esi
    push %edi
    mov 20(%esp), %ebp
    mov 24(%esp), %edi
    add $USER_ALIAS, %edi       /* the name's address is the user's already */
    mov %esp, task + 4          /* ESP0 */
    mov $USER_DATA32, %eax
    mov %eax, %ds
    mov %eax, %es
    push $USER_DATA32
    push $user_stack_end + USER_ALIAS
    push $2                     /* EFLAGS: interrupts off */
    push $USER_CODE32
    push $user_code + USER_ALIAS
    iret

/* In ring 3. */
user_code:
    call calls_protected
    int $0x80

    .global leave_user
leave_user:
    mov $DATA32, %eax
    mov %eax, %ds
    mov %eax, %es
    mov task + 4, %esp
    pop %edi
    pop %esi
    pop %ebx
    pop %ebp
    ret

    .global task_start
task_start:
    mov $task, %eax
    mov $gdt + TASK, %edx
    movw $103, (%edx)
    mov %ax, 2(%edx)
    shr $16, %eax
    mov %al, 4(%edx)
    movb $0x89, 5(%edx)
    movb $0, 6(%edx)
    mov %ah, 7(%edx)
    movl $DATA32, task + 8      /* SS0 */
    mov $TASK, %eax
    ltr %ax
    ret

    .bss
    .balign 16
task:
    .space 104
    .balign 16
    .space 512
user_stack_end:
