/* SPDX-License-Identifier: 0BSD */
/* o32 and n64. */
#if _MIPS_SZLONG == 64
#define ADD daddiu
#define LOAD ld
#define STORE sd
#define WORD 8
#define CLONE 5055
#define EXIT_GROUP 5205
#else
#define ADD addiu
#define LOAD lw
#define STORE sw
#define WORD 4
#define CLONE 4120
#define EXIT_GROUP 4246
#endif

    .text
    .set reorder

    .global __start
__start:
    move $fp, $0
    move $4, $sp
    li $8, -16
    and $sp, $sp, $8
    ADD $sp, $sp, -32
    jal recctrlu_start

/* long sys_clone(flags, stack_end, function, argument): the child exits with what function(argument) returns. */
    .global sys_clone
sys_clone:
    ADD $5, $5, -32
    STORE $6, 16($5)
    STORE $7, 16 + WORD($5)
    li $2, CLONE
    syscall
    bnez $7, 1f
    bnez $2, 2f
    LOAD $4, 16 + WORD($sp)
    LOAD $25, 16($sp)
    jalr $25
    move $4, $2
    li $2, EXIT_GROUP
    syscall
1:  neg $2, $2
2:  jr $31

    .section .note.GNU-stack, "", @progbits
