/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The file of a page: until it is whole nobody sees it, and what was there stays. */
#ifndef RECCTRL_HOST_REPORT_PAGE_H
#define RECCTRL_HOST_REPORT_PAGE_H

#include "host/draft.h"

#include <stdio.h>

struct page {
    FILE *out; /* to write it to */
    const char *path;
    char *name; /* of the file, without its directory; NULL: it is no plain file, and written as it is */
    struct draft draft;
};

/* A new file is its owner's alone, as transcripts are; one that is there keeps owner and mode. */
bool page_open(struct page *page, const char *path, struct error *error);

/* Puts it in its place; on failure what was there is still there. */
bool page_keep(struct page *page, struct error *error);

#endif
