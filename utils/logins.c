/* SPDX-License-Identifier: 0BSD */
#include "logins.h"

#include "print.h"
#include "recctrl/sessions.h"
#include "sys/sys.h"
#include "text.h"

/* Longer than any of "/proc/PID/stat" and a file in the list. */
#define PATH_BYTES 256

/* The field of /proc/PID/stat that says when the process started. */
#define START_FIELD 22

struct listing {
    void (*each)(void *opaque, const struct login *login);
    void *opaque;
};

static void join(char *path, const char *a, const char *b, size_t b_length, const char *c)
{
    size_t length = 0;

    while (*a != '\0') {
        path[length++] = *a++;
    }
    while (b_length-- > 0) {
        path[length++] = *b++;
    }
    while (*c != '\0') {
        path[length++] = *c++;
    }
    path[length] = '\0';
}

static void path_of(char path[PATH_BYTES], const char *session)
{
    join(path, RECCTRL_SESSIONS_DIRECTORY "/", session, text_length(session), "");
}

static size_t count_digits(const char *text)
{
    size_t count = 0;

    while (text[count] >= '0' && text[count] <= '9') {
        count++;
    }
    return count;
}

/* The start time in a process's stat; its second field is a name in parentheses that may hold anything. */
static const char *start_time(char *stat, long length)
{
    char *at = stat + length;
    int field = 2;

    *at = '\0';
    while (at > stat && *at != ')') {
        at--;
    }
    while (*at != '\0' && field < START_FIELD) {
        field += *at++ == ' ';
    }
    return at;
}

/* Whether the process that "PID.START" names has ended. Who says no such thing is not gone. */
static int is_gone(const char *session)
{
    size_t pid_digits = count_digits(session);
    const char *start = session + pid_digits + 1;
    size_t start_digits;
    char path[PATH_BYTES];
    char stat[1024];
    long length;

    if (pid_digits == 0 || session[pid_digits] != '.' || (start_digits = count_digits(start)) == 0) {
        return 0;
    }
    join(path, "/proc/", session, pid_digits, "/stat");
    length = sys_read_file(path, stat, sizeof(stat) - 1);
    if (length < 0) {
        return length == -SYS_ENOENT || length == -SYS_ESRCH;
    }
    if (start[0] == '0' && start_digits == 1) {
        return 0; /* unknown */
    }
    const char *now = start_time(stat, length);
    for (size_t i = 0; i < start_digits; i++) {
        if (now[i] != start[i]) {
            return 1;
        }
    }
    return count_digits(now) != start_digits;
}

static void read_login(void *opaque, const char *session)
{
    const struct listing *listing = opaque;
    struct login login = {.is_gone = 0};
    char path[PATH_BYTES];

    if (!text_is_name(session, sizeof(login.session))) {
        return;
    }
    join(login.session, session, "", 0, "");
    path_of(path, session);
    long length = sys_read_file(path, login.note, sizeof(login.note) - 1);
    if (length > 0 && login.note[length - 1] == '\n') {
        login.note[length - 1] = '\0';
    }
    if (!text_is_note(login.note, sizeof(login.note))) {
        login.note[0] = '\0';
    }
    login.is_gone = is_gone(session);
    listing->each(listing->opaque, &login);
}

int logins_list(void (*each)(void *opaque, const struct login *login), void *opaque)
{
    struct listing listing = {each, opaque};
    char byte;
    long result;

    if (sys_read_file("/proc/self/stat", &byte, 1) < 0) {
        print_error("recctrlu: /proc is not there, so no process can be seen");
        return -1;
    }
    result = sys_list(RECCTRL_SESSIONS_DIRECTORY, read_login, &listing);
    if (result < 0 && result != -SYS_ENOENT) {
        print_error("recctrlu: " RECCTRL_SESSIONS_DIRECTORY " can't be read",
                    result == -SYS_EACCES ? ": only root may" : "");
        return -1;
    }
    return 0;
}

void logins_remove(const char *session)
{
    char path[PATH_BYTES];

    path_of(path, session);
    sys_remove(path);
}
