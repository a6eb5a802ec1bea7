/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A progress bar on standard error, where that is a terminal; otherwise nothing. */
#ifndef RECCTRL_HOST_PROGRESS_H
#define RECCTRL_HOST_PROGRESS_H

/* Draws or redraws the bar. DONE is 0 to 1. */
void progress_show(const char *label, double done);

/* Takes the bar away, so that something else can be printed. */
void progress_hide(void);

#endif
