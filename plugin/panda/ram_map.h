/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the guest's RAM lies in its address space. */
#ifndef RECCTRL_PANDA_RAM_MAP_H
#define RECCTRL_PANDA_RAM_MAP_H

#include <stdint.h>

/* With the machine made: finds its RAM. */
void ram_map_read(void);

/* The guest's address of a byte of its RAM, by the offset there; one that lies nowhere stays as it is. */
uint64_t ram_map_address(uint64_t offset);

#endif
