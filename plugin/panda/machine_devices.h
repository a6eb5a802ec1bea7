/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Devices and processors of the machine as it is now, as far as they decide whether it can be recorded. */
#ifndef RECCTRL_PANDA_MACHINE_DEVICES_H
#define RECCTRL_PANDA_MACHINE_DEVICES_H

#include <stdbool.h>

/* Whether there is one of this type, or several. */
bool machine_has_device(const char *type);

/* Why no recording of the machine would replay, or NULL. */
const char *machine_devices_refusal(void);

#endif
