/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Entry from a multiboot loader (QEMU's -kernel) into 32-bit protected mode with segments of our own. */
#include "selectors.h"

    .section .start, "ax"
    .balign 4
    .long 0x1badb002, 0, -0x1badb002

    .global _start
_start:
    cli
    lgdt gdt_pointer
    ljmp $CODE32, $1f
1:  mov $DATA32, %eax
    mov %eax, %ds
    mov %eax, %es
    mov %eax, %fs
    mov %eax, %gs
    mov %eax, %ss
    mov $stack_end, %esp
    mov $0xff, %al      /* no interrupts from the PICs yet */
    out %al, $0x21
    out %al, $0xa1
    call guest_main
2:  hlt
    jmp 2b

    .data
    .balign 8
    .global gdt
gdt:
    .quad 0
    .quad 0x00cf9a000000ffff /* CODE32 */
    .quad 0x00cf92000000ffff /* DATA32 */
    .quad 0x00af9a000000ffff /* CODE64 */
    .quad 0x00cffa000000ffff /* USER_CODE32 */
    .quad 0x00cff2000000ffff /* USER_DATA32 */
    .quad 0                  /* TASK */
    .quad 0x00009a020000ffff /* CODE16 */
    .quad 0x000092020000ffff /* DATA16 */
    .quad 0x00cf9a010000ffff /* CODE32_SHIFTED */
    .quad 0x00cf92010000ffff /* DATA32_SHIFTED */
    .quad 0x008f9a000000ffff /* CODE16_BIG */
gdt_end:
    .global gdt_pointer
gdt_pointer:
    .word gdt_end - gdt - 1
    .long gdt

    .bss
    .balign 16
    .space 16384
    .global stack_end
stack_end:
