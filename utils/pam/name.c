/* SPDX-License-Identifier: 0BSD */
#include "name.h"

#include <stdio.h>
#include <string.h>

bool name_pattern_is_valid(const char *pattern)
{
    for (const char *p = pattern; (p = strchr(p, '%')); p += 2) {
        if (!p[1] || !strchr("uhtps", p[1])) {
            return false;
        }
    }
    return *pattern != '\0';
}

void name_make_valid(char *name)
{
    static const char valid[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ._-+@:=,";

    for (char *p = name; *(p += strspn(p, valid)); p++) {
        *p = '_';
    }
    if (*name == '.') {
        *name = '_';
    }
}

static const char *value_of(char letter, const struct login *login, const char *pid)
{
    switch (letter) {
    case 'u':
        return login->user;
    case 'h':
        return login->host;
    case 't':
        return login->tty;
    case 's':
        return login->service;
    default:
        return pid;
    }
}

void name_expand(const char *pattern, const struct login *login, char *name, size_t size)
{
    char pid[16];
    size_t used = 0;

    snprintf(pid, sizeof(pid), "%ld", (long)login->pid);
    for (const char *p = pattern; *p && used + 1 < size; p++) {
        if (*p != '%') {
            name[used++] = *p;
            continue;
        }
        const char *value = value_of(*++p, login, pid);
        size_t length = strnlen(value, size - 1 - used);
        memcpy(name + used, value, length);
        used += length;
    }
    name[used] = '\0';
    name_make_valid(name);
}
