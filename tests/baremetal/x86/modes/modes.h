/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The modes of an x86 CPU from which the hypercall is made. */
#ifndef RECCTRL_BAREMETAL_MODES_H
#define RECCTRL_BAREMETAL_MODES_H

#include <stdbool.h>
#include <stdint.h>

struct result {
    int32_t answer;
    uint32_t next; /* how many of the NEXT instructions behind the call were executed */
};

/* Makes the three calls (calls.inc) in one mode, with the name at an address that is valid there, and returns. */
typedef void mode(const char *name, struct result results[3]);

/* 32-bit protected mode: the instruction alone and with redundant prefixes, also as many as the CPU accepts. */
mode mode_protected, mode_prefix_66, mode_prefix_67, mode_prefix_rep, mode_prefix_repne, mode_prefix_cs,
    mode_prefix_several, mode_prefix_many;

/* Bytes that are no CPUID, but PANDA takes them for one: a byte too many, and VEX prefixes. */
mode mode_prefix_too_many, mode_prefix_vex2, mode_prefix_vex3;

/* 32-bit protected mode with a code and a data segment that do not begin at 0. */
mode mode_shifted;

/* 16-bit protected mode in a long segment. */
mode mode_big16;

/* 16-bit real mode with segments that do not begin at 0. */
mode mode_real;

/* Paging: ring 3, and the last bytes of a page before an absent one. */
mode mode_user, mode_page_end;

/* Long mode: 64-bit code, the same with a REX prefix and with a name above 4 GB, and 32-bit code. */
mode mode_long, mode_long_rex, mode_long_high, mode_compatible;

/* Calls `three_calls` with the addresses in the registers that it expects. */
void make_calls(void (*three_calls)(void), uintptr_t name, uintptr_t results);

/* How often the page-end mode's second page was found absent, at the right instruction. */
extern uint32_t page_end_faults;

#endif
