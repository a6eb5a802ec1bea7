/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "notice.h"

#include <stdarg.h>
#include <stdio.h>

/* Not glib's g_printerr(): it writes in the locale's character set, which PANDA never sets. */
void notice(const char *format, ...)
{
    char text[1024];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    fprintf(stderr, "recctrl: %s\n", text);
}
