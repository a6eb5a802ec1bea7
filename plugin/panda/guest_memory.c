/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "guest_memory.h"

#include <glib.h>
#include <limits.h>

#include "panda_api.h"

/* No supported guest has smaller pages. */
#define SMALLEST_PAGE 1024

#define UNMAPPED UINT64_MAX

/* Which of these an engine has depends on its target. */
static uint64_t physical_address(CPUState *cpu, uint64_t address)
{
    uint64_t attributes = 0; /* MemTxAttrs, which is smaller */

    if (x86_cpu_get_phys_page_debug != NULL) {
        return x86_cpu_get_phys_page_debug(cpu, address);
    }
    if (arm_cpu_get_phys_page_attrs_debug != NULL) {
        return arm_cpu_get_phys_page_attrs_debug(cpu, address, &attributes);
    }
    return mips_cpu_get_phys_page_debug != NULL ? mips_cpu_get_phys_page_debug(cpu, address) : UNMAPPED;
}

/*
 * To read from a device is to use it: it may do something, and the engine would log what it answered, where no replay
 * asks for it.
 */
static bool is_memory(CPUState *cpu, uint64_t page)
{
    uint64_t physical = physical_address(cpu, page);

    return physical != UNMAPPED && !cpu_physical_memory_is_io(physical);
}

bool guest_memory_read(void *cpu, uint64_t address, void *buffer, size_t length)
{
    uint64_t last = address + length - 1;

    if (length == 0 || last < address || length > INT_MAX) {
        return false;
    }
    for (uint64_t page = address - address % SMALLEST_PAGE;; page += SMALLEST_PAGE) {
        if (!is_memory(cpu, page)) {
            return false;
        }
        if (last - page < SMALLEST_PAGE) {
            return cpu_memory_rw_debug(cpu, address, buffer, (int)length, 0) == 0;
        }
    }
}
