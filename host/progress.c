/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "progress.h"

#include "text.h"

#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

#define WIDTH 40

static bool shown;

void progress_show(const char *label, double done)
{
    static const char bar[] = "########################################";
    int filled = done < 0 ? 0 : done > 1 ? WIDTH : (int)(done * WIDTH);

    if (isatty(STDERR_FILENO)) {
        fprintf(stderr, "\r[%-*.*s] %3d %%  ", WIDTH, filled, bar, (int)(done * 100));
        print_safely(stderr, label);
        fputs("\033[K", stderr);
        fflush(stderr);
        shown = true;
    }
}

void progress_hide(void)
{
    if (shown) {
        fputs("\r\033[K", stderr);
        shown = false;
    }
}
