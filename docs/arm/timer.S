// SPDX-License-Identifier: GPL-2.0-or-later
// Reads the generic timer's counter and keeps the last value in memory. With RECORDED defined it records itself by two
// hypercalls, with a read in the middle of a straight run of instructions.
        .globl  _start
_start: ldr     x4, =0x40300000
#ifdef RECORDED
        adr     x2, name
        ldr     w0, =0x666
        mov     w1, #-100
        b       1f
1:      .inst   0xd500501f
#else
2:
#endif
        mov     x5, #1000
3:      add     x6, x6, #1
        mrs     x3, cntvct_el0
        add     x6, x6, #1
        str     x3, [x4]
        subs    x5, x5, #1
        b.ne    3b
#ifdef RECORDED
        ldr     w0, =0x666
        mov     w1, #-100
        b       4f
4:      .inst   0xd500501f
5:      wfi
        b       5b
name:   .asciz  "timer"
#else
        b       2b
#endif
