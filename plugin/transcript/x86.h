/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What i386 and x86_64 have in common: which instructions matter, and the system calls of 32-bit programs. */
#ifndef RECCTRL_PLUGIN_TRANSCRIPT_X86_H
#define RECCTRL_PLUGIN_TRANSCRIPT_X86_H

#include "guest.h"
#include "targets/x86.h"

static inline bool x86_is_syscall(const uint8_t *code)
{
    return code[0] == 0x0f && code[1] == 0x05;
}

static inline bool x86_is_sysenter(const uint8_t *code)
{
    return code[0] == 0x0f && code[1] == 0x34;
}

static inline bool x86_is_int80(const uint8_t *code)
{
    return code[0] == 0xcd && code[1] == 0x80;
}

/* Whether it is an RDTSC or RDTSCP. */
static inline bool x86_reads_counter(const struct code *code)
{
    return code->from[0] == 0x0f && (code->from[1] == 0x31 || (code->from[1] == 0x01 && code->from[2] == 0xf9));
}

static inline bool x86_is_behind_counter(const struct code *code)
{
    const uint8_t *end = code->before + CODE_BEFORE;

    return (end[-2] == 0x0f && end[-1] == 0x31) || (end[-3] == 0x0f && end[-2] == 0x01 && end[-1] == 0xf9);
}

/* Linux lets a SYSENTER, and a SYSCALL of 32-bit code, go on behind the INT 80 that stands after it. */
static inline unsigned x86_sites(uint32_t hflags, const struct code *code)
{
    const uint8_t *last = code->before + CODE_BEFORE - 2;
    unsigned sites = 0;

    if ((hflags & X86_HFLAG_CPL) == 3) {
        if (x86_is_syscall(code->from) || x86_is_sysenter(code->from) || x86_is_int80(code->from)) {
            sites |= SITE_ENTRY;
        }
        if (x86_is_int80(last) || (x86_is_syscall(last) && (hflags & X86_HFLAG_CS64))) {
            sites |= SITE_RETURN;
        }
    }
    if (x86_reads_counter(code)) {
        sites |= SITE_COUNTER;
    }
    if (x86_is_behind_counter(code)) {
        sites |= SITE_COUNTER_BEHIND;
    }
    return sites;
}

#endif
