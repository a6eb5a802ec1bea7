/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mapped_memory.h"

#include <stddef.h>

#include "panda_api.h"

bool mapped_memory_address(const void *host, uint64_t *address)
{
    for (const struct mapped_region *region = rr_map_list; region != NULL; region = region->next) {
        if (region->host == host) {
            *address = region->address;
            return true;
        }
    }
    return false;
}

static bool is_guest_memory(const void *host)
{
    uint64_t offset;

    return memory_region_from_host((void *)host, &offset) != NULL;
}

bool mapped_memory_is_at(const void *host, uint64_t address)
{
    uint64_t length = 1, mapped_at;

    if (mapped_memory_address(host, &mapped_at) || !is_guest_memory(host)) {
        return true;
    }
    if (cpu_physical_memory_is_io(address)) {
        return false;
    }
    void *found = cpu_physical_memory_map(address, &length, 0);
    cpu_physical_memory_unmap(found, length, 0, 0);
    return found == host;
}
