/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names: glib's idea of UTF-8 and the rule, beside ours. */
#include "decide/name.h"

#include <glib.h>

#include "input.h"

static bool is_allowed(gunichar c)
{
    return c < 0x80 ? g_ascii_isalnum((gchar)c) || (c != 0 && strchr(" ._-+@:=,", (int)c) != NULL) : c >= 0xa0;
}

static bool expected(const char *text, size_t size)
{
    if (size == 0 || size > 127 || text[0] == '.' || memchr(text, '\0', size) != NULL ||
        !g_utf8_validate(text, (gssize)size, NULL)) {
        return false;
    }
    for (const char *p = text; p < text + size; p = g_utf8_next_char(p)) {
        if (!is_allowed(g_utf8_get_char(p))) {
            return false;
        }
    }
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    PROMISE(name_is_valid((const char *)data, size) == expected((const char *)data, size));
    return 0;
}
