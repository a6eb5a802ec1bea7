/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether a packed file unpacks to what was packed, found out without room for what comes out. */
#ifndef RECCTRL_HOST_PROOF_H
#define RECCTRL_HOST_PROOF_H

#include "common/error.h"
#include "packed.h"
#include "view.h"

/*
 * Unpacks the file open as FD, whose header was read, and compares what comes out with CONTENT, a view of the file open
 * as CONTENT_FD. False with the reason where they differ. REFERENCE is what it was packed against, or NULL.
 */
bool packed_prove(int fd, const struct packed_header *header, const struct view *reference, int content_fd,
                  const struct view *content, struct error *error);

#endif
