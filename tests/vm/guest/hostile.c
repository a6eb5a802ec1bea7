/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A program in user mode that attacks the host with calls (tests/baremetal/guest/hostile.h).
 *
 * usage: hostile SEED CALLS [ADDRESS PAGES]...     numbers in hex; what else is to be tried, in pages
 * Prints the lines of hostile_run(), and "registers N": how many calls of a known magic number changed another register
 * than the first, or of an unknown one changed none.
 */
#include "bare.h"

#include "recctrl/abi.h"
#include "tests/baremetal/guest/hostile.h"

#ifdef __x86_64__
#define SYSTEM_OPEN 2
#else
#define SYSTEM_OPEN 5
#endif

#define PAGE 4096L

/* Memory that programs have mapped from a device: VGA's. */
#define DEVICE_FILE "/dev/mem"
#define DEVICE_ADDRESS 0xa0000L
#define DEVICE_PAGES 16

#define RANGES_MAX 64

static unsigned wrong_registers;

static int32_t call(uintptr_t magic, uintptr_t second, uintptr_t pointer)
{
    const uintptr_t third = (uintptr_t)wrong_registers; /* something to find again in EDX */
    uintptr_t a = magic, b = second, c = pointer, d = third;
    int known = (uint32_t)magic == RECCTRL_MAGIC || (uint32_t)magic == RECCTRL_MAGIC2;

    __asm__ volatile("cpuid" : "+a"(a), "+b"(b), "+c"(c), "+d"(d) : : "memory");
    wrong_registers += known != (b == second && c == pointer && d == third);
    return (int32_t)a;
}

static struct hostile_range ranges[RANGES_MAX] = {
    {0, 1},
#ifdef __x86_64__
    {0x00007ffffffff000, 2},  /* the last canonical one of programs, the first one that is none */
    {0x0000800000000000, 16},
    {0xffff7ffffffff000, 2},
    {0xffff800000000000, 16},
    {0x8000000000000000, 2},
    {0xfffffe0000000000, 64}, /* the kernel's entry code and stacks */
    {0xffffffffff200000, 1536}, /* its fixed mappings, interrupt controllers among them, to the last page */
#else
    {0xbffff000, 2},          /* the last page of programs, the kernel's first */
    {0xc0100000, 16},
    {0xffa00000, 1536},       /* its fixed mappings, interrupt controllers among them, to the last page */
#endif
};
static unsigned range_count;

static void add_range(uintptr_t first, uint32_t pages)
{
    if (range_count < RANGES_MAX && pages > 0)
        ranges[range_count++] = (struct hostile_range){first, pages};
}

/* A part of a file that is shared with it; 0: none. */
static long map_file(const char *path, long offset, long length)
{
    const long read_only = 1, shared = 1;
    long file = system_call(SYSTEM_OPEN, (long)path, 0, 0);
    long address;

#ifdef __x86_64__
    register long flags __asm__("r10") = shared;
    register long descriptor __asm__("r8") = file;
    register long at __asm__("r9") = offset;
    __asm__ volatile("syscall"
                     : "=a"(address)
                     : "0"(SYSTEM_MMAP), "D"(0), "S"(length), "d"(read_only), "r"(flags), "r"(descriptor), "r"(at)
                     : "rcx", "r11", "memory");
#else
    long map[6] = {0, length, read_only, shared, file, offset};
    __asm__ volatile("int $0x80" : "=a"(address) : "0"(SYSTEM_MMAP), "b"(map) : "memory");
#endif
    return address < 0 && address >= -PAGE ? 0 : address;
}

static unsigned char *pages(int count)
{
    return (unsigned char *)system_call(SYSTEM_MMAP, 0, count * PAGE, 3);
}

static int bare_main(int count, char **arguments)
{
    struct hostile_place place = {.call = call, .print = print, .ranges = ranges};
    long device;
    int i;

    if (count < 3)
        return 2;
    while (ranges[range_count].pages > 0)
        range_count++;
    for (i = 3; i + 1 < count; i += 2)
        add_range((uintptr_t)parse_hex(arguments[i]), (uint32_t)parse_hex(arguments[i + 1]));
    device = map_file(DEVICE_FILE, DEVICE_ADDRESS, DEVICE_PAGES * PAGE);
    print(device == 0 ? "device none\n" : "device mapped\n");
    add_range((uintptr_t)device, device == 0 ? 0 : DEVICE_PAGES);
    place.range_count = range_count;
    place.boundary = pages(2) + PAGE;
    place.edge = pages(2) + PAGE;
    system_call(SYSTEM_MUNMAP, (long)place.edge, PAGE, 0);
    hostile_run(&place, (uint32_t)parse_hex(arguments[1]), (uint32_t)parse_hex(arguments[2]));
    print("registers ");
    print_int((int)wrong_registers);
    print("\n");
    return 0;
}
