/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A machine's state in two numbers: equal where a recording ended and where its replay ends, or the replay went
   another way. Works on every target and generation of PANDA: it knows no offset in any structure of theirs. */
#ifndef RECCTRL_PLUGIN_PANDA_MACHINE_STATE_H
#define RECCTRL_PLUGIN_PANDA_MACHINE_STATE_H

#include <stdbool.h>
#include <stdint.h>

struct machine_checksum {
    uint32_t ram;       /* CRC-32 (zlib's) over the machine's RAM */
    uint32_t registers; /* CRC-32 (zlib's) over the text that PANDA's cpu_dump_state gives for the first CPU */
};

/* Takes both checksums. The virtual machine must stand still: stopped by vm_stop(), or at the end of a replay.
   Costs about a second per GiB of RAM. Returns false if the machine has no RAM or no CPU yet. */
bool machine_checksum(struct machine_checksum *out);

#endif
