/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Recordings packed and unpacked. A snapshot is packed alone, or against the snapshot of one other recording
 * of the same machine, its root, which itself is plain or packed alone: unpacking never needs more than that
 * one.
 */
#ifndef RECCTRL_HOST_PACKING_H
#define RECCTRL_HOST_PACKING_H

#include "recording.h"
#include "view.h"

#define PACK_DEFAULT_LEVEL 3

struct pack_request {
    const char *against; /* a recording's name; NULL: choose one */
    bool alone;          /* against nothing */
    int level;           /* zstd's, 1 to 19 */
};

/*
 * Packs both files of a recording that is whole. Each is unpacked again and compared by SHA-256 before the
 * original goes; at no time is more than one more copy of the recording on disk. What is packed already stays
 * as it is.
 */
bool pack_recording(const struct recording *recording, const struct pack_request *request,
                    struct error *error);

/* Makes plain files of packed ones; those that are plain already stay as they are. */
bool unpack_recording(const struct recording *recording, struct error *error);

/* Writes the plain content of FILE_SNAPSHOT or FILE_LOG, however it is kept, into the empty file OUT. */
bool recording_expand(const struct recording *recording, enum recording_file file, int out,
                      struct error *error);

/*
 * Keeps other recctrl processes from packing, unpacking or deleting in the directory. Returns a descriptor to
 * close, or -1 with the error.
 */
int packing_lock(int dirfd, struct error *error);

/*
 * The same for one recording, which is looked up anew into NOW: another process may have changed it meanwhile. NOW is to
 * be closed, too, unless -1 is returned.
 */
int packing_lock_recording(const struct recording *recording, struct recording *now, struct error *error);

/* The name of a recording of the directory that was packed against NAME, allocated; NULL: there is none. */
char *packed_dependent(int dirfd, const char *name);

/* What the recording was packed against, allocated; NULL: nothing, or it is not packed. */
char *packed_against(const struct recording *recording);

/*
 * The content of NAME's snapshot in the same directory as RECORDING, to pack or unpack against. view_close()
 * it.
 */
bool reference_open(const struct recording *recording, const char *name, struct view *view,
                    struct error *error);

/* The recording to pack RECORDING against, allocated; NULL: best packed alone. */
char *reference_choose(const struct recording *recording);

#endif
