/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Takes a terminal's input apart, as ECMA-48 terminals do: characters, control characters, escape sequences. Strings to
 * the terminal (titles, the clipboard, device controls), and 8-bit control characters, are swallowed here.
 */
#ifndef RECCTRL_HOST_TRANSCRIPT_ESCAPE_H
#define RECCTRL_HOST_TRANSCRIPT_ESCAPE_H

#include "utf8.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CSI_PARAMETERS_MAX 32
#define CSI_PARAMETER_MAX 9999 /* what is larger is taken for that */
#define CSI_DEFAULT (-1)       /* a parameter that was left out */

struct csi {
    char leader;       /* '?', '<', '=', '>', or 0 */
    char intermediate; /* ' ' to '/', or 0 */
    char final;        /* '@' to '~' */
    int parameters[CSI_PARAMETERS_MAX];
    bool joined[CSI_PARAMETERS_MAX]; /* to the one before it by a colon */
    int count;
};

struct escape_handlers {
    void (*character)(void *context, uint32_t character); /* from U+0020 on, no control character */
    void (*control)(void *context, uint8_t control);      /* below 0x20; not ESC */
    void (*escape)(void *context, char intermediate, char final); /* ESC, one of ' ' to '/' or 0, '0' to '~' */
    void (*csi)(void *context, const struct csi *csi);
};

enum escape_state { GROUND, ESCAPE, ESCAPE_INTERMEDIATE, CSI, CSI_INTERMEDIATE, CSI_IGNORE, STRING, STRING_ESCAPE };

struct escape_parser {
    const struct escape_handlers *handlers;
    void *context;
    enum escape_state state;
    struct utf8 utf8;
    char intermediate;
    struct csi csi;
};

void escape_begin(struct escape_parser *parser, const struct escape_handlers *handlers, void *context);

void escape_feed(struct escape_parser *parser, const void *bytes, size_t size);

/* The parameter at INDEX; if it was left out or is 0, DEFAULT. */
int csi_parameter(const struct csi *csi, int index, int otherwise);

#endif
