/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "html.h"

#include "text.h"

#include <stdlib.h>

void html_text(FILE *out, const char *bytes)
{
    char *text = NULL;
    size_t size = 0;
    FILE *memory = open_memstream(&text, &size);

    if (!memory) {
        return;
    }
    print_safely(memory, bytes);
    fclose(memory);
    for (const char *p = text; p && *p; p++) {
        switch (*p) {
        case '<':
            fputs("&lt;", out);
            break;
        case '>':
            fputs("&gt;", out);
            break;
        case '&':
            fputs("&amp;", out);
            break;
        case '"':
            fputs("&quot;", out);
            break;
        default:
            fputc(*p, out);
        }
    }
    free(text);
}
