/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "filter.h"

#include <string.h>

static void character(void *context, uint32_t code)
{
    const struct filter *filter = context;
    char bytes[UTF8_MAX];
    size_t size = utf8_put(bytes, code);
    fwrite(bytes, 1, size, filter->out);
}

/* Backspace, tab, line feeds, carriage return, and the choice between two character sets. */
static void control(void *context, uint8_t byte)
{
    const struct filter *filter = context;
    if (byte >= '\b' && byte <= 0x0f) {
        fputc(byte, filter->out);
    }
}

static void escape(void *context, char intermediate, char final)
{
    const struct filter *filter = context;
    bool is_character_set = (intermediate == '(' || intermediate == ')') && strchr("0AB", final);
    bool moves = intermediate == 0 && strchr("78DEM=>", final);

    if (is_character_set) {
        fprintf(filter->out, "\033%c%c", intermediate, final);
    } else if (moves) {
        fprintf(filter->out, "\033%c", final);
    }
}

/* Modes that say how things are drawn: wrapping, origin, cursor, alternate screen; insertion. */
static bool is_drawing_mode(char leader, int mode)
{
    static const int private_modes[] = {1, 5, 6, 7, 12, 25, 47, 66, 1047, 1048, 1049, 2026};
    for (size_t i = 0; leader == '?' && i < sizeof private_modes / sizeof *private_modes; i++) {
        if (private_modes[i] == mode) {
            return true;
        }
    }
    return leader == 0 && mode == 4;
}

static void write_csi(FILE *out, const struct csi *csi)
{
    fputs("\033[", out);
    if (csi->leader) {
        fputc(csi->leader, out);
    }
    for (int i = 0; i < csi->count; i++) {
        if (i > 0) {
            fputc(csi->joined[i] ? ':' : ';', out);
        }
        if (csi->parameters[i] != CSI_DEFAULT) {
            fprintf(out, "%d", csi->parameters[i]);
        }
    }
    fputc(csi->final, out);
}

static void csi(void *context, const struct csi *csi)
{
    const struct filter *filter = context;
    bool draws = csi->leader == 0 && strchr("@ABCDEFGHIJKLMPSTXZ`abdefmrsu", csi->final);
    bool erases = csi->leader == '?' && (csi->final == 'J' || csi->final == 'K');

    if (csi->intermediate) {
        return;
    }
    if (draws || erases) {
        write_csi(filter->out, csi);
    } else if (csi->final == 'h' || csi->final == 'l') {
        for (int i = 0; i < csi->count; i++) {
            if (is_drawing_mode(csi->leader, csi->parameters[i])) {
                struct csi one = {.leader = csi->leader, .final = csi->final, .count = 1};
                one.parameters[0] = csi->parameters[i];
                write_csi(filter->out, &one);
            }
        }
    }
}

void filter_begin(struct filter *filter, FILE *out)
{
    static const struct escape_handlers handlers = {character, control, escape, csi};
    filter->out = out;
    escape_begin(&filter->parser, &handlers, filter);
}

void filter_feed(struct filter *filter, const void *bytes, size_t size)
{
    escape_feed(&filter->parser, bytes, size);
}

void filter_end(struct filter *filter)
{
    /* Out of the alternate screen, no margins, wrapping, the cursor to be seen and at its keys, no colours. */
    fputs("\033[?1049l\033[r\033[?6;5;66;1;2026l\033[?7;25h\033[4l\033>\033(B\033)B\017\033[m\r\n", filter->out);
}
