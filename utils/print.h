/* SPDX-License-Identifier: 0BSD */
/* Text for humans, each message in one write. */
#ifndef RECCTRLU_PRINT_H
#define RECCTRLU_PRINT_H

/* Both take strings and add the newline; what exceeds 1 kB is cut off. */
#define print_line(...) print_strings(1, __VA_ARGS__, (const char *)0)  /* to standard output */
#define print_error(...) print_strings(2, __VA_ARGS__, (const char *)0) /* to standard error */

/* The last one is NULL. */
__attribute__((sentinel)) void print_strings(int fd, const char *text, ...);

/*
 * From now on all goes to syslog (authpriv.notice), as "recctrlu: SUBJECT OF: TEXT", or, where SUBJECT is NULL, to the
 * descriptors again. Both strings must live on. Nobody waits for syslog, and nobody is told where there is none.
 */
void print_to_syslog(const char *subject, const char *of);

/* Room for a number in decimal with its sign and NUL. */
#define DECIMAL_BYTES 12

/* Writes the number into `text` and returns its beginning in there. */
char *decimal(char text[DECIMAL_BYTES], int number);

#endif
