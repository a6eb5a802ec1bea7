/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "plain.h"

#include <string.h>

static void end_line(struct plain *plain)
{
    char text[PLAIN_LINE_MAX * UTF8_MAX + 1];
    size_t size = 0, used = plain->used;

    while (plain->columns > 0 && used > 0 && plain->cells[used - 1] == ' ') {
        used--;
    }
    for (size_t i = 0; i < used; i++) {
        size += utf8_put(text + size, plain->cells[i]);
    }
    text[size] = '\0';
    plain->line(plain->context, text, size, plain->used > 0 ? plain->line_us : plain->now_us);
    plain->used = plain->cursor = plain->row = 0;
}

/* Where something else begins: an empty line would say nothing. */
static void break_line(struct plain *plain)
{
    if (plain->used > 0) {
        end_line(plain);
    }
}

/* Moves the cursor to a column of its row, with blanks where nothing was. */
static void move_to(struct plain *plain, size_t column)
{
    if (plain->columns > 0 && column >= plain->columns) {
        column = plain->columns - 1;
    }
    if (plain->row + column >= PLAIN_LINE_MAX) {
        return;
    }
    plain->cursor = plain->row + column;
    while (plain->used < plain->cursor) {
        plain->cells[plain->used++] = ' ';
    }
}

static void put(struct plain *plain, uint32_t code)
{
    if (plain->columns > 0 && plain->cursor - plain->row >= plain->columns) {
        plain->row = plain->cursor;
    }
    if (plain->cursor == PLAIN_LINE_MAX) {
        end_line(plain);
    }
    if (plain->used == 0) {
        plain->line_us = plain->now_us;
    }
    plain->cells[plain->cursor++] = code;
    if (plain->used < plain->cursor) {
        plain->used = plain->cursor;
    }
}

static void character(void *context, uint32_t code)
{
    put(context, code);
}

static void control(void *context, uint8_t byte)
{
    struct plain *plain = context;

    if (byte >= '\n' && byte <= '\f') {
        end_line(plain);
    } else if (byte == '\r') {
        plain->cursor = plain->row;
    } else if (byte == '\b' && plain->cursor > plain->row) {
        plain->cursor--;
    } else if (byte == '\t') {
        put(plain, '\t');
    }
}

static void escape(void *context, char intermediate, char final)
{
    if (intermediate == 0 && strchr("DEMc", final)) {
        break_line(context);
    }
}

static void erase_in_line(struct plain *plain, int what)
{
    if (what == 0) {
        plain->used = plain->cursor < plain->used ? plain->cursor : plain->used;
    } else {
        size_t end = what == 1 && plain->cursor < plain->used ? plain->cursor + 1 : plain->used;
        for (size_t i = plain->row; i < end; i++) {
            plain->cells[i] = ' ';
        }
    }
}

static void insert_blanks(struct plain *plain, size_t count)
{
    size_t behind = plain->used - plain->cursor;
    if (plain->used + count <= PLAIN_LINE_MAX) {
        memmove(&plain->cells[plain->cursor + count], &plain->cells[plain->cursor],
                behind * sizeof *plain->cells);
        for (size_t i = 0; i < count; i++) {
            plain->cells[plain->cursor + i] = ' ';
        }
        plain->used += count;
    }
}

static void delete_characters(struct plain *plain, size_t count)
{
    size_t behind = plain->used - plain->cursor;
    count = count < behind ? count : behind;
    memmove(&plain->cells[plain->cursor], &plain->cells[plain->cursor + count],
            (behind - count) * sizeof *plain->cells);
    plain->used -= count;
}

/* Up or down within a line that the terminal wrapped, as a shell's line editor does; else to another line. */
static void move_rows(struct plain *plain, size_t rows, bool up)
{
    size_t distance = rows * plain->columns;
    bool inside = distance > 0 && (up ? plain->row >= distance : plain->row + distance <= plain->used);

    if (inside) {
        size_t column = plain->cursor - plain->row;
        plain->row = up ? plain->row - distance : plain->row + distance;
        move_to(plain, column);
    } else {
        break_line(plain);
    }
}

static void csi(void *context, const struct csi *csi)
{
    struct plain *plain = context;
    size_t count = (size_t)csi_parameter(csi, 0, 1), column = plain->cursor - plain->row;

    if (csi->leader || csi->intermediate) {
        if (csi->leader == '?' && strchr("hl", csi->final) && csi_parameter(csi, 0, 0) >= 1047 &&
            csi_parameter(csi, 0, 0) <= 1049) {
            break_line(plain); /* another screen */
        }
        return;
    }
    switch (csi->final) {
    case 'C':
    case 'a':
        move_to(plain, column + count);
        break;
    case 'D':
        move_to(plain, column > count ? column - count : 0);
        break;
    case 'G':
    case '`':
        move_to(plain, count - 1);
        break;
    case 'K':
        erase_in_line(plain, csi_parameter(csi, 0, 0));
        break;
    case 'J':
        if (csi_parameter(csi, 0, 0) == 0) {
            erase_in_line(plain, 0);
        } else {
            break_line(plain);
        }
        break;
    case '@':
        insert_blanks(plain, count);
        break;
    case 'P':
        delete_characters(plain, count);
        break;
    case 'A':
    case 'B':
        move_rows(plain, count, csi->final == 'A');
        break;
    case 'E':
    case 'F':
    case 'H':
    case 'd':
    case 'f':
    case 'L':
    case 'M':
    case 'S':
    case 'T':
        break_line(plain);
        break;
    default:
        break;
    }
}

void plain_begin(struct plain *plain, size_t columns, plain_line *line, void *context)
{
    static const struct escape_handlers handlers = {character, control, escape, csi};
    memset(plain, 0, sizeof *plain);
    plain->columns = columns;
    plain->line = line;
    plain->context = context;
    escape_begin(&plain->parser, &handlers, plain);
}

void plain_resize(struct plain *plain, size_t columns)
{
    if (plain->columns > 0) {
        plain->columns = columns;
    }
}

void plain_feed(struct plain *plain, const void *bytes, size_t size, uint64_t us)
{
    plain->now_us = us;
    escape_feed(&plain->parser, bytes, size);
}

void plain_end(struct plain *plain)
{
    break_line(plain);
}
