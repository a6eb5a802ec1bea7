/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "servers.h"

#include <stddef.h>
#include <string.h>

static const char *const servers[] = {
    /* of both */
    "sshd", "sshd-session", "dropbear",
    /* of terminals only */
    "telnetd", "in.telnetd", "script", "screen", "tmux",
};
enum { OF_SESSIONS = 3, ALL = sizeof(servers) / sizeof(servers[0]) };

static bool is_among(const char *program, size_t count)
{
    const char *name = program != NULL ? strrchr(program, '/') : NULL;

    name = name != NULL ? name + 1 : program;
    for (size_t i = 0; name != NULL && i < count; i++) {
        if (strcmp(name, servers[i]) == 0) {
            return true;
        }
    }
    return false;
}

bool serves_sessions(const char *program)
{
    return is_among(program, OF_SESSIONS);
}

bool serves_terminals(const char *program)
{
    return is_among(program, ALL);
}
