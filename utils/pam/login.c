/* SPDX-License-Identifier: 0BSD */
#include "login.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "name.h"

/* Where the host and the service may be long, the user and the process must still fit into a note. */
#define VALUE_MAX 48

/* Field 22 of /proc/self/stat; the second, a name in parentheses, may itself hold blanks and parentheses. */
static unsigned long long start_time(void)
{
    char text[1024];
    unsigned long long start = 0;
    FILE *file = fopen("/proc/self/stat", "re");

    if (!file) {
        return 0;
    }
    text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
    fclose(file);
    const char *rest = strrchr(text, ')');
    if (!rest || sscanf(rest, ") %*c %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %llu",
                        &start) != 1) {
        return 0;
    }
    return start;
}

static const char *item(pam_handle_t *pamh, int type, const char *otherwise)
{
    const void *value = NULL;

    if (pam_get_item(pamh, type, &value) != PAM_SUCCESS || !value || !*(const char *)value) {
        return otherwise;
    }
    return value;
}

bool login_read(struct login *login, pam_handle_t *pamh)
{
    login->user = item(pamh, PAM_USER, NULL);
    login->host = item(pamh, PAM_RHOST, "local");
    login->tty = item(pamh, PAM_TTY, "none");
    login->service = item(pamh, PAM_SERVICE, "none");
    if (strncmp(login->tty, "/dev/", 5) == 0) {
        login->tty += 5;
    }
    login->pid = getpid();
    login->start = start_time();
    return login->user != NULL;
}

void login_identity(const struct login *login, char *identity, size_t size)
{
    snprintf(identity, size, "%ld.%llu.%s@%s", (long)login->pid, login->start, login->user, login->host);
    name_make_valid(identity);
}

void login_note(const struct login *login, char *note, size_t size)
{
    snprintf(note, size, "user=%.*s host=%.*s tty=%.*s service=%.*s pid=%ld", VALUE_MAX, login->user, VALUE_MAX,
             login->host, VALUE_MAX, login->tty, VALUE_MAX, login->service, (long)login->pid);
    name_make_valid(note);
}
