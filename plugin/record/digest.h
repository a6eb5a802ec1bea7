/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a manifest says about a file that is whole. */
#ifndef RECCTRL_RECORD_DIGEST_H
#define RECCTRL_RECORD_DIGEST_H

#include <stdbool.h>

#include "manifest/manifest.h"

/* Brings the open file safely to disk and fills in its size and SHA-256. False with errno set. */
bool digest_file(int fd, struct manifest_file *file);

#endif
