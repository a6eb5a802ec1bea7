/* SPDX-License-Identifier: GPL-2.0-or-later */
/* PANDA has no hypercall for PowerPC: the plugin refuses to load. */
#include "target.h"

const struct target target = {.name = "ppc", .big_endian = true};
