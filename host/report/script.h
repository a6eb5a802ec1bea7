/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The script of the page of recctrl report: player.js. */
#ifndef RECCTRL_HOST_REPORT_SCRIPT_H
#define RECCTRL_HOST_REPORT_SCRIPT_H

#include <stddef.h>

extern const char report_script[]; /* with a NUL behind it */

#define SCRIPT_HASH_SIZE 45

/* Its SHA-256 in base64, by which the page allows this script and no other. */
void report_script_hash(char hash[SCRIPT_HASH_SIZE]);

#endif
