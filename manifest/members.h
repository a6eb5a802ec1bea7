/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How each member of struct manifest is kept in the file: the table that writing and reading walk. */
#ifndef RECCTRL_MANIFEST_MEMBERS_H
#define RECCTRL_MANIFEST_MEMBERS_H

#include "manifest.h"

#include <string.h>

enum manifest_kind { WORD, STRING, TIME, COUNT, CONTRACT, HEX8, FILE_FACTS, LIST };

struct manifest_member {
    const char *key;
    enum manifest_kind kind;
    size_t offset;            /* in struct manifest */
    size_t extra;             /* where a COUNT's "known" or a LIST's length is */
    const char *const *words; /* of a WORD, by value; NULL at the end; an empty one is never written */
};

/* In the order of the file; the first two are required. */
#define MANIFEST_MEMBERS 20
#define MANIFEST_REQUIRED 2
extern const struct manifest_member manifest_members[MANIFEST_MEMBERS];

/* Lower-case, as many digits as said. */
static inline bool manifest_is_hex(const char *text, size_t digits)
{
    return strlen(text) == digits && strspn(text, "0123456789abcdef") == digits;
}

#endif
