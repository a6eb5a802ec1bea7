/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef RECCTRL_HOST_HTML_H
#define RECCTRL_HOST_HTML_H

#include <stdio.h>

/* Text as HTML, made safe first as for a terminal. */
void html_text(FILE *out, const char *bytes);

#endif
