/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "escape.h"

#include <string.h>

#define ESC 0x1b
#define CAN 0x18
#define SUB 0x1a
#define BEL 0x07
#define DEL 0x7f

void escape_begin(struct escape_parser *parser, const struct escape_handlers *handlers, void *context)
{
    memset(parser, 0, sizeof *parser);
    parser->handlers = handlers;
    parser->context = context;
}

static bool is_intermediate(uint8_t byte)
{
    return byte >= 0x20 && byte <= 0x2f;
}

static void begin_csi(struct escape_parser *parser)
{
    parser->state = CSI;
    parser->csi = (struct csi){.parameters = {CSI_DEFAULT}, .count = 1};
}

static void take_escape(struct escape_parser *parser, uint8_t byte)
{
    if (is_intermediate(byte)) {
        parser->intermediate = (char)byte;
        parser->state = ESCAPE_INTERMEDIATE;
    } else if (byte == '[') {
        begin_csi(parser);
    } else if (strchr("]PX^_", byte)) {
        parser->state = STRING;
    } else {
        parser->state = GROUND;
        parser->handlers->escape(parser->context, 0, (char)byte);
    }
}

static void take_digit(struct csi *csi, int digit)
{
    int *parameter = &csi->parameters[csi->count - 1];
    *parameter = (*parameter == CSI_DEFAULT ? 0 : *parameter * 10) + digit;
    if (*parameter > CSI_PARAMETER_MAX) {
        *parameter = CSI_PARAMETER_MAX;
    }
}

/* False: there are too many. */
static bool next_parameter(struct csi *csi, bool joined)
{
    if (csi->count == CSI_PARAMETERS_MAX) {
        return false;
    }
    csi->joined[csi->count] = joined;
    csi->parameters[csi->count++] = CSI_DEFAULT;
    return true;
}

static void end_csi(struct escape_parser *parser, uint8_t byte)
{
    parser->state = GROUND;
    parser->csi.final = (char)byte;
    parser->handlers->csi(parser->context, &parser->csi);
}

static void take_csi(struct escape_parser *parser, uint8_t byte)
{
    struct csi *csi = &parser->csi;

    if (byte >= '0' && byte <= '9') {
        take_digit(csi, byte - '0');
    } else if (byte == ';' || byte == ':') {
        parser->state = next_parameter(csi, byte == ':') ? CSI : CSI_IGNORE;
    } else if (byte >= '<' && byte <= '?') {
        bool is_first = csi->leader == 0 && csi->count == 1 && csi->parameters[0] == CSI_DEFAULT;
        csi->leader = (char)byte;
        parser->state = is_first ? CSI : CSI_IGNORE;
    } else if (is_intermediate(byte)) {
        csi->intermediate = (char)byte;
        parser->state = CSI_INTERMEDIATE;
    } else {
        end_csi(parser, byte);
    }
}

/* A byte inside a sequence, from 0x20 to 0x7e. */
static void take_sequence(struct escape_parser *parser, uint8_t byte)
{
    switch (parser->state) {
    case ESCAPE:
        take_escape(parser, byte);
        break;
    case ESCAPE_INTERMEDIATE:
        if (!is_intermediate(byte)) {
            parser->state = GROUND;
            parser->handlers->escape(parser->context, parser->intermediate, (char)byte);
        } else {
            parser->intermediate = DEL; /* more than one: of no terminal */
        }
        break;
    case CSI:
        take_csi(parser, byte);
        break;
    case CSI_INTERMEDIATE:
        if (byte >= '@') {
            end_csi(parser, byte);
        } else {
            parser->state = CSI_IGNORE;
        }
        break;
    default: /* CSI_IGNORE */
        if (byte >= '@') {
            parser->state = GROUND;
        }
        break;
    }
}

static void take_string(struct escape_parser *parser, uint8_t byte)
{
    if (byte == ESC) {
        parser->state = STRING_ESCAPE;
    } else if (byte == BEL || byte == CAN || byte == SUB) {
        parser->state = GROUND;
    } else if (byte == '\n') { /* one that nobody ends must not hide the rest of the session */
        parser->state = GROUND;
        parser->handlers->control(parser->context, byte);
    }
}

static void take_character(struct escape_parser *parser, uint8_t byte)
{
    uint32_t characters[2];
    int count = utf8_take(&parser->utf8, byte, characters);

    for (int i = 0; i < count; i++) {
        uint32_t c = characters[i];
        if (c >= 0x20 && !(c >= DEL && c < 0xa0)) {
            parser->handlers->character(parser->context, c);
        }
    }
}

static void take(struct escape_parser *parser, uint8_t byte)
{
    if (parser->state == STRING_ESCAPE) {
        parser->state = ESCAPE;
        if (byte == '\\') {
            parser->state = GROUND;
            return;
        }
    }
    if (parser->state == STRING) {
        take_string(parser, byte);
    } else if (byte == ESC || byte < 0x20) {
        /* It may interrupt a character, which then is none. */
        if (parser->utf8.missing > 0) {
            parser->utf8.missing = 0;
            parser->handlers->character(parser->context, UTF8_REPLACEMENT);
        }
        if (byte == ESC) {
            parser->state = ESCAPE;
        } else if (byte == CAN || byte == SUB) {
            parser->state = GROUND;
        } else {
            parser->handlers->control(parser->context, byte);
        }
    } else if (parser->state == GROUND) {
        take_character(parser, byte);
    } else if (byte < DEL) {
        take_sequence(parser, byte);
    } else if (byte > DEL) {
        parser->state = GROUND;
        take_character(parser, byte);
    }
}

void escape_feed(struct escape_parser *parser, const void *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        take(parser, ((const uint8_t *)bytes)[i]);
    }
}

int csi_parameter(const struct csi *csi, int index, int otherwise)
{
    return index < csi->count && csi->parameters[index] > 0 ? csi->parameters[index] : otherwise;
}
