/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rows.h"

#include "host/transcript/utf8.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

#define CELL_MAX (VTERM_MAX_CHARS_PER_CELL * UTF8_MAX)

struct known {
    char *json;
    size_t index;
};

static int by_json(const void *a, const void *b)
{
    return strcmp(((const struct known *)a)->json, ((const struct known *)b)->json);
}

static void free_known(void *node)
{
    struct known *known = node;
    free(known->json);
    free(known);
}

bool rows_begin(struct rows *rows)
{
    memset(rows, 0, sizeof *rows);
    rows->style_count = 1;
    rows->out = open_memstream(&rows->json, &rows->json_size);
    return rows->out != NULL;
}

static bool same_colour(bool set, const VTermColor *a, const VTermColor *b)
{
    return !set || (a->rgb.red == b->rgb.red && a->rgb.green == b->rgb.green && a->rgb.blue == b->rgb.blue);
}

static bool same_style(const struct style *a, const struct style *b)
{
    return a->flags == b->flags && a->front_set == b->front_set && a->back_set == b->back_set &&
           same_colour(a->front_set, &a->front, &b->front) && same_colour(a->back_set, &a->back, &b->back);
}

static unsigned colour_bits(bool set, const VTermColor *colour)
{
    return set ? 1 + (colour->rgb.red << 16 | colour->rgb.green << 8 | colour->rgb.blue) : 0;
}

/* Where the style's index is to be found, or 0 if it has none yet. */
static uint16_t *slot_of(struct rows *rows, const struct style *style)
{
    unsigned at = colour_bits(style->front_set, &style->front) * 2654435761u ^
                  colour_bits(style->back_set, &style->back) * 40503u ^ style->flags;

    for (at ^= at >> 16;; at++) {
        uint16_t *slot = &rows->slots[at % STYLE_SLOTS];
        if (*slot == 0 || same_style(&rows->styles[*slot], style)) {
            return slot;
        }
    }
}

static size_t style_of(struct rows *rows, const VTermScreen *screen, const VTermScreenCell *cell)
{
    struct style style = {
        .front_set = !VTERM_COLOR_IS_DEFAULT_FG(&cell->fg),
        .back_set = !VTERM_COLOR_IS_DEFAULT_BG(&cell->bg),
        .front = cell->fg,
        .back = cell->bg,
        .flags = (unsigned)(cell->attrs.bold | (cell->attrs.underline != 0) << 1 | cell->attrs.italic << 2 |
                            cell->attrs.reverse << 3 | cell->attrs.strike << 4),
    };
    vterm_screen_convert_color_to_rgb(screen, &style.front);
    vterm_screen_convert_color_to_rgb(screen, &style.back);
    uint16_t *slot = slot_of(rows, &style);
    if (*slot == 0 && !same_style(&rows->styles[0], &style) && rows->style_count < STYLES_MAX) {
        rows->styles[rows->style_count] = style;
        *slot = (uint16_t)rows->style_count++;
    }
    return *slot;
}

/* A JSON string in which nothing ends a script element. */
static void write_string(FILE *out, const char *text, size_t size)
{
    fputc('"', out);
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c < ' ' || c == 0x7f || strchr("\"\\<>&", c)) {
            fprintf(out, "\\u%04x", c);
        } else {
            fputc(c, out);
        }
    }
    fputc('"', out);
}

/* Cells of one style that follow each other. */
struct run {
    FILE *out;
    char *text;
    size_t used, style;
    bool any;
};

static void end_run(struct run *run)
{
    if (run->used > 0) {
        fputs(run->any ? "," : "", run->out);
        write_string(run->out, run->text, run->used);
        fprintf(run->out, ",%zu", run->style);
        run->any = true;
        run->used = 0;
    }
}

static size_t cell_text(const VTermScreenCell *cell, char out[CELL_MAX])
{
    size_t used = 0;
    for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell->chars[i]; i++) {
        bool valid = cell->chars[i] <= 0x10ffff;
        used += utf8_put(out + used, valid ? cell->chars[i] : UTF8_REPLACEMENT);
    }
    if (used == 0) {
        out[used++] = ' ';
    }
    return used;
}

static void write_row(struct rows *rows, const VTermScreen *screen, int row, int columns, struct run *run)
{
    size_t blank = 0; /* plain blanks that may be the row's end */

    for (int column = 0; column < columns;) {
        VTermScreenCell cell;
        char text[CELL_MAX];
        if (!vterm_screen_get_cell(screen, (VTermPos){row, column}, &cell)) {
            break;
        }
        size_t style = style_of(rows, screen, &cell), size = cell_text(&cell, text);
        column += cell.width > 1 ? cell.width : 1;
        if (style == 0 && size == 1 && *text == ' ') {
            blank++;
            continue;
        }
        if (blank > 0 && run->style != 0) {
            end_run(run);
        }
        run->style = blank > 0 ? 0 : run->style;
        memset(run->text + run->used, ' ', blank);
        run->used += blank;
        blank = 0;
        if (style != run->style) {
            end_run(run);
        }
        run->style = style;
        memcpy(run->text + run->used, text, size);
        run->used += size;
    }
    end_run(run);
}

/* The row's JSON; NULL: memory is short. */
static char *row_json(struct rows *rows, const VTermScreen *screen, int row, int columns)
{
    char *json = NULL;
    size_t size;
    struct run run = {.out = open_memstream(&json, &size), .text = malloc((size_t)columns * CELL_MAX + 1)};

    if (run.out && run.text) {
        fputc('[', run.out);
        write_row(rows, screen, row, columns, &run);
        fputc(']', run.out);
    }
    bool well = run.out && run.text;
    if (run.out && fclose(run.out) != 0) {
        well = false;
    }
    free(run.text);
    if (!well) {
        free(json);
        json = NULL;
    }
    return json;
}

bool rows_index(struct rows *rows, const VTermScreen *screen, int row, int columns, size_t *index)
{
    struct known *known = malloc(sizeof *known), **found = NULL;

    if (known) {
        *known = (struct known){row_json(rows, screen, row, columns), rows->count};
        found = known->json ? tsearch(known, &rows->known, by_json) : NULL;
    }
    if (!found) {
        if (known) {
            free_known(known);
        }
        return false;
    }
    *index = (*found)->index;
    if (*found == known) {
        fprintf(rows->out, "%s%s", rows->count > 0 ? "," : "", known->json);
        rows->count++;
    } else {
        free_known(known);
    }
    return true;
}

size_t rows_bytes(const struct rows *rows)
{
    return (size_t)ftell(rows->out);
}

static void write_colour(FILE *out, bool set, const VTermColor *colour)
{
    if (set) {
        fprintf(out, "\"#%02x%02x%02x\"", colour->rgb.red, colour->rgb.green, colour->rgb.blue);
    } else {
        fputs("null", out);
    }
}

void rows_write(struct rows *rows, FILE *out)
{
    fputs("\"styles\":[", out);
    for (size_t i = 0; i < rows->style_count; i++) {
        const struct style *style = &rows->styles[i];
        fputs(i > 0 ? ",[" : "[", out);
        write_colour(out, style->front_set, &style->front);
        fputc(',', out);
        write_colour(out, style->back_set, &style->back);
        fprintf(out, ",%u]", style->flags);
    }
    fflush(rows->out);
    fputs("],\"rows\":[", out);
    fwrite(rows->json, 1, rows->json_size, out);
    fputc(']', out);
}

void rows_free(struct rows *rows)
{
    if (rows->out) {
        fclose(rows->out);
    }
    free(rows->json);
    tdestroy(rows->known, free_known);
}
