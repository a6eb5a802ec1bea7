/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef RECCTRL_HOST_REMOVE_H
#define RECCTRL_HOST_REMOVE_H

#include "recording.h"

/*
 * Deletes all files of a recording, the manifest last. Refuses one that is being recorded, and one that
 * another is packed against.
 */
bool recording_remove(const struct recording *recording, struct error *error);

#endif
