/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Makes PANDA one that recctrl does not know: the sorted list of a CPU's system registers is not sorted any more. */
#include <stdbool.h>
#include <stdint.h>

#include "plugin/panda/panda_api.h"

/* ARMCPU.cpreg_indexes in bytes, of which PANDA makes use only when it reads a snapshot. */
#define INDEXES 125536

bool init_plugin(void *plugin);
void uninit_plugin(void *plugin);

static void on_machine_init(CPUState *cpu)
{
    uint64_t *indexes = *(uint64_t **)(void *)((char *)cpu + INDEXES);
    uint64_t first = indexes[0];

    indexes[0] = indexes[1];
    indexes[1] = first;
}

bool init_plugin(void *plugin)
{
    for (int type = 36; type <= 48; type++) {
        if (panda_get_cb_trampoline(type).no_arguments == panda_cb_trampoline_after_machine_init) {
            panda_register_callback(plugin, type, (panda_cb){.cpu = on_machine_init});
            return true;
        }
    }
    return false;
}

void uninit_plugin(void *plugin)
{
    (void)plugin;
}
