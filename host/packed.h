/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * NAME-rr-snp.zst and NAME-rr-nondet.log.zst, a recording's files when it is packed. Each is a skippable zstd
 * frame that holds a header, a JSON object, and a zstd frame with the content; zstd's own program reads it as
 * well: zstd -d --long=31 --patch-from=OTHER-rr-snp NAME-rr-snp.zst
 */
#ifndef RECCTRL_HOST_PACKED_H
#define RECCTRL_HOST_PACKED_H

#include "common/error.h"
#include "digest.h"
#include "view.h"

#include <sys/types.h>

struct packed_header {
    uint64_t bytes;               /* of the content */
    char sha256[DIGEST_HEX_SIZE]; /* of the content */
    char *against;                /* the recording whose snapshot is needed to unpack this one; NULL: none */
    bool instructions_known;      /* of a log */
    uint64_t instructions;
    off_t frame; /* where the content's frame begins */
};

/* Reads the header of the packed file open as FD. After success, packed_header_free() it. */
bool packed_read_header(int fd, struct packed_header *header, struct error *error);

void packed_header_free(struct packed_header *header);

/*
 * Packs CONTENT into the empty file open as FD, against REFERENCE if that is not NULL. The header says what
 * is written in front; its bytes and sha256 are set here.
 */
bool packed_write(int fd, const struct view *content, const struct view *reference, int level,
                  struct packed_header *header, struct error *error);

/*
 * Unpacks the file open as FD, whose header was read, into the empty file OUT. False too if what comes out
 * does not have the SHA-256 that went in. REFERENCE is the content that it was packed against, or NULL.
 */
bool packed_expand(int fd, const struct packed_header *header, const struct view *reference, int out,
                   struct error *error);

#endif
