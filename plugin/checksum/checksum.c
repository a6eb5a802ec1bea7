/* SPDX-License-Identifier: GPL-2.0-or-later */
/* panda_recctrl_checksum.so: prints one line where a replay ends,
       recctrl-checksum: replay ram=XXXXXXXX registers=XXXXXXXX instructions=N
   to be compared with the manifest of the recording. It is loaded in a replay, without panda_recctrl.so, and
   changes nothing there; in a machine that is not replayed, or whose replay was broken off, it prints nothing. */
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "plugin/panda/machine_state.h"
#include "plugin/panda/panda_api.h"

bool init_plugin(void *self);
void uninit_plugin(void *self);

bool init_plugin(void *self)
{
    (void)self;
    return true;
}

/* PANDA unloads its plugins at the end of a replay, with the guest as the last instruction left it. */
void uninit_plugin(void *self)
{
    struct machine_checksum sum;

    (void)self;
    if (!rr_replay_complete || !machine_checksum(&sum))
        return;
    printf("recctrl-checksum: replay ram=%08" PRIx32 " registers=%08" PRIx32 " instructions=%" PRIu64 "\n", sum.ram,
           sum.registers, rr_get_guest_instr_count_external());
    fflush(stdout);
}
