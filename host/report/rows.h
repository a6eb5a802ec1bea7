/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The different rows that a screen ever had, each once, as the page's player takes them. */
#ifndef RECCTRL_HOST_REPORT_ROWS_H
#define RECCTRL_HOST_REPORT_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <vterm.h>

#define STYLE_SLOTS 4096 /* of a hash table that never gets full */
#define STYLES_MAX 1000  /* what is in none of the first so many looks plain */

struct style {
    bool front_set, back_set;
    VTermColor front, back; /* RGB, if set */
    unsigned flags;         /* 1 bold, 2 underlined, 4 italic, 8 reverse, 16 struck out */
};

struct rows {
    struct style styles[STYLES_MAX]; /* the first is the plain one */
    uint16_t slots[STYLE_SLOTS];     /* indexes of styles; 0: free */
    size_t style_count;
    void *known;  /* a tree */
    size_t count; /* of rows */
    char *json;   /* their JSON, once rows_end() was called */
    size_t json_size;
    FILE *out; /* writes it */
};

bool rows_begin(struct rows *rows);

/* The index of what row ROW of the screen shows now. False: memory is short. */
bool rows_index(struct rows *rows, const VTermScreen *screen, int row, int columns, size_t *index);

/* Bytes of JSON so far. */
size_t rows_bytes(const struct rows *rows);

/* Writes "styles" and "rows" as members of a JSON object. */
void rows_write(struct rows *rows, FILE *out);

void rows_free(struct rows *rows);

#endif
