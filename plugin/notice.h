/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the operator is told on PANDA's standard error. */
#ifndef RECCTRL_PLUGIN_NOTICE_H
#define RECCTRL_PLUGIN_NOTICE_H

/* Prints "recctrl: ", the text and a newline at once: threads of PANDA write there too. Longer than 1 KiB is cut. */
void notice(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
