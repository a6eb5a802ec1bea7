/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Of a virtio device's ring, the words of 16 bits that the device writes and the engine does not log by itself. In a
 * recording they are on the engine's list of mapped memory, whose changes it logs at the end of each round of the main
 * loop; what a device does in the vCPU's thread (the guest may have it work before its driver has told it to begin) is
 * logged at once.
 */
#ifndef RECCTRL_PANDA_VIRTIO_RINGS_H
#define RECCTRL_PANDA_VIRTIO_RINGS_H

#include <stdbool.h>

/* Whether the engine's queues of this device are laid out as expected. */
bool virtio_rings_are_known(void *device);

/* Main loop, machine stopped: a recording has begun. */
void virtio_rings_begin(void);

/*
 * In a recording, by whichever thread holds the engine's lock: watches the rings that the guest has set up since, and
 * logs what is in them by now; forgets those that it has taken away.
 */
void virtio_rings_watch(void);

/* Main loop: the recording has ended. NULL, or what is missing in its log. */
const char *virtio_rings_end(void);

/* The plugin goes. */
void virtio_rings_release(void);

#endif
