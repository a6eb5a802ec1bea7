/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Virtio devices write 16-bit words to their rings, which the engine does not log (address_space_stw_internal() in
 * memory_ldst.inc.c). virtio_rings.h sees to that; here the devices are told to do their work in rounds of the main loop,
 * as they do under KVM, and those that can't be recorded are found.
 */
#ifndef RECCTRL_PANDA_VIRTIO_H
#define RECCTRL_PANDA_VIRTIO_H

/* Before the machine is made: has the devices work in the main loop, except in a replay. */
void virtio_prepare(void);
void virtio_release(void); /* the plugin goes */

/* Why no recording of this machine's virtio devices would replay, or NULL. */
const char *virtio_refusal(void);

/*
 * Options that a replay needs beside the command line, to be freed with g_strfreev(): a device that works in the main
 * loop without recctrl begins to, in a replay too.
 */
char **virtio_replay_arguments(void);

#endif
