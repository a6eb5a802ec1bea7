/* SPDX-License-Identifier: 0BSD */
#include "print.h"

#include <stdarg.h>

#include "sys/sys.h"
#include "text.h"

/* RFC 3164: facility authpriv (10) times 8, severity notice (5). */
#define SYSLOG_PRIORITY "<85>"

/* So that tests can put another one in its place. */
#ifndef SYSLOG_SOCKET
#define SYSLOG_SOCKET "/dev/log"
#endif

#define PROGRAM "recctrlu: "

/* Of print_to_syslog(); NULL: print to the descriptors. */
static const char *syslog_subject, *syslog_of;

struct line {
    char text[1024];
    size_t length;
};

/* Keeps room for the newline. */
static void add(struct line *line, const char *text)
{
    while (*text != '\0' && line->length < sizeof(line->text) - 1) {
        line->text[line->length++] = *text++;
    }
}

static void add_syslog_head(struct line *line)
{
    add(line, SYSLOG_PRIORITY PROGRAM);
    add(line, syslog_subject);
    add(line, " ");
    add(line, syslog_of);
    add(line, ": ");
}

void print_to_syslog(const char *subject, const char *of)
{
    syslog_subject = subject;
    syslog_of = of;
}

void print_strings(int fd, const char *text, ...)
{
    struct line line;
    va_list more;

    line.length = 0;
    if (syslog_subject != NULL) {
        const char *rest = text_after(text, PROGRAM);
        text = rest != NULL ? rest : text;
        add_syslog_head(&line);
    }
    va_start(more, text);
    for (; text != NULL; text = va_arg(more, const char *)) {
        add(&line, text);
    }
    va_end(more);
    if (syslog_subject != NULL) {
        sys_send(SYSLOG_SOCKET, line.text, line.length);
        return;
    }
    line.text[line.length++] = '\n';
    sys_write(fd, line.text, line.length);
}

char *decimal(char text[DECIMAL_BYTES], int number)
{
    char *at = text + DECIMAL_BYTES - 1;
    unsigned rest = number < 0 ? 0u - (unsigned)number : (unsigned)number;

    *at = '\0';
    do {
        /* Divides by ten: 32-bit ARM has no instruction for that, and there is no C library to do it. */
        unsigned quotient = (unsigned)((unsigned long long)rest * 0xcccccccdu >> 35);
        *--at = (char)('0' + (rest - quotient * 10));
        rest = quotient;
    } while (rest != 0);
    if (number < 0) {
        *--at = '-';
    }
    return at;
}
