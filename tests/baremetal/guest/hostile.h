/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An enemy in the guest: many calls with crafted and with random registers, of both contracts, from whatever privilege
 * it runs with. For guests without an operating system and for tests/vm/guest/hostile.c.
 */
#ifndef RECCTRL_BAREMETAL_HOSTILE_H
#define RECCTRL_BAREMETAL_HOSTILE_H

#include <stdint.h>

#define HOSTILE_PAGE 4096u

/* Addresses that are tried one page after the other. */
struct hostile_range {
    uintptr_t first;
    uint32_t pages;
};

/* What this guest has for it. */
struct hostile_place {
    /* Makes a call; gives the result register. */
    int32_t (*call)(uintptr_t magic, uintptr_t second, uintptr_t pointer);
    void (*print)(const char *text);
    unsigned char *boundary;  /* where a page begins; the page in front of it is writable too */
    unsigned char *edge;      /* the same, but nothing is mapped there; NULL: this guest has no such place */
    const struct hostile_range *ranges; /* into the kernel, devices, nowhere */
    uint32_t range_count;
};

/*
 * Makes `calls` calls; if that is fewer than the crafted ones, only those. Each kind of call prints a line: what it is,
 * and how often which answer came, as in "sizes -2:1024 hello:1". Calls that have no magic number count as "native".
 */
void hostile_run(const struct hostile_place *place, uint32_t seed, uint32_t calls);

#endif
