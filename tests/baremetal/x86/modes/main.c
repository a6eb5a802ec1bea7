/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Makes the hypercall in each mode that the CPU has, prints a line for each, and "done". */
#include "guest/print.h"
#include "x86/interrupts.h"
#include "modes.h"
#include "page_end.h"
#include "paging.h"

void leave_user(void);
void task_start(void);
void guest_main(void);

static void cpuid(uint32_t leaf, uint32_t *ebx, uint32_t *edx)
{
    uint32_t eax = leaf, ecx = 0;

    __asm__ volatile("cpuid" : "+a"(eax), "=b"(*ebx), "+c"(ecx), "=d"(*edx));
}

/* `name` is where the mode finds it, `printed` where we do. */
static void run(const char *printed, mode *mode, const char *name)
{
    struct result results[3] = {{0}};

    mode(name, results);
    print(printed);
    for (int i = 0; i < 3; i++) {
        print(" ");
        print_hex((uint32_t)results[i].answer);
        print("/");
        print_hex(results[i].next);
    }
    print("\n");
}

#define RUN(name, mode) run(name, mode, name)

static void without_paging(void)
{
    RUN("protected", mode_protected);
    RUN("prefix-66", mode_prefix_66);
    RUN("prefix-67", mode_prefix_67);
    RUN("prefix-rep", mode_prefix_rep);
    RUN("prefix-repne", mode_prefix_repne);
    RUN("prefix-cs", mode_prefix_cs);
    RUN("prefix-several", mode_prefix_several);
    RUN("prefix-many", mode_prefix_many);
    RUN("prefix-too-many", mode_prefix_too_many);
    RUN("prefix-vex2", mode_prefix_vex2);
    RUN("prefix-vex3", mode_prefix_vex3);
    RUN("shifted", mode_shifted);
    RUN("big16", mode_big16);
    RUN("real", mode_real);
}

static const char *for_user(const char *name)
{
    return (const char *)((uintptr_t)name + USER_ALIAS);
}

static void with_paging(void)
{
    uint32_t features, unused;

    paging_on();
    run("paged", mode_protected, for_user("paged"));
    run("user", mode_user, for_user("user"));
    RUN("page-end", mode_page_end);
    print_answer("page-end-faults", (int32_t)page_end_faults);
    cpuid(7, &features, &unused);
    if (features & 1 << 7 && features & 1 << 20) {
        paging_guard(1);
        run("guarded", mode_protected, for_user("guarded"));
        paging_guard(0);
    }
    paging_off();
}

static void in_long_mode(void)
{
    uint32_t unused, features;

    cpuid(0x80000001, &unused, &features);
    if (features & 1 << 29) {
        RUN("long", mode_long);
        RUN("long-rex", mode_long_rex);
        RUN("long-high", mode_long_high);
        RUN("compatible", mode_compatible);
    }
}

void guest_main(void)
{
    interrupts_start();
    interrupts_set(VECTOR_PAGE_FAULT, page_end_handler, GATE_RING0);
    interrupts_set(VECTOR_LEAVE_USER, leave_user, GATE_RING3);
    task_start();
    without_paging();
    with_paging();
    in_long_mode();
    print("done\n");
}
