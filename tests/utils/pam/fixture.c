/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fixture.h"

#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <syslog.h>
#include <unistd.h>

#include "utils/pam/call.h"

struct host host;
char directory[64];
char module[4096];
char user[128];
char logged[8192];
int messages;

int32_t call_recctrl(const struct recctrl_request *request)
{
    assert_int_equal(request->version, RECCTRL_VERSION);
    assert_int_equal(request->flags | request->reserved, 0);
    switch (request->action) {
    case RECCTRL_CALL_CHECK:
        return host.check;
    case RECCTRL_CALL_SESSION_OPEN:
        host.opened++;
        host.open_request = *request;
        return host.open;
    case RECCTRL_CALL_SESSION_CLOSE:
        host.closed++;
        host.close_request = *request;
        return host.close;
    }
    fail_msg("action %u", request->action);
    return 0;
}

/* Keeps what the module says; libpam itself tells what the module lacks. */
static void append_log(const char *format, va_list arguments)
{
    char line[1024];

    vsnprintf(line, sizeof(line), format, arguments);
    if (strncmp(line, "pam_recctrl(", 12) == 0) {
        strncat(logged, line, sizeof(logged) - strlen(logged) - 2);
        strcat(logged, "\n");
    }
}

void syslog(int priority, const char *format, ...)
{
    va_list arguments;

    (void)priority;
    va_start(arguments, format);
    append_log(format, arguments);
    va_end(arguments);
}

void __syslog_chk(int priority, int flag, const char *format, ...);
void __syslog_chk(int priority, int flag, const char *format, ...)
{
    va_list arguments;

    (void)priority;
    (void)flag;
    va_start(arguments, format);
    append_log(format, arguments);
    va_end(arguments);
}

static int converse(int count, const struct pam_message **message, struct pam_response **response, void *data)
{
    (void)data;
    messages += count;
    for (int i = 0; i < count; i++) {
        assert_null(strcasestr(message[i]->msg, "record"));
    }
    *response = calloc((size_t)count, sizeof(**response));
    return PAM_SUCCESS;
}

const struct pam_conv conversation = {converse, NULL};

void put(const char *file, const char *text, mode_t mode)
{
    int fd = open(file, O_WRONLY | O_CREAT | O_TRUNC, mode);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    assert_int_equal(fchmod(fd, mode), 0);
    close(fd);
}

int enter(void **state)
{
    (void)state;
    strcpy(directory, "/tmp/pam-recctrl-test-XXXXXX");
    if (!mkdtemp(directory) || chdir(directory) != 0) {
        return -1;
    }
    memset(&host, 0, sizeof(host));
    host.check = (int32_t)RECCTRL_HELLO;
    host.open = RECCTRL_START;
    host.close = RECCTRL_STOP;
    forget_messages();
    return 0;
}

int leave(void **state)
{
    char command[96];

    (void)state;
    snprintf(command, sizeof(command), "rm -rf '%s'", directory);
    return chdir("/") == 0 && system(command) == 0 ? 0 : -1;
}

pam_handle_t *start_as(const char *arguments, const char *name)
{
    static const char *const stacks[] = {"auth", "account", "password", "session"};
    char text[20000] = "";
    pam_handle_t *pamh;

    for (size_t i = 0; i < 4; i++) {
        size_t used = strlen(text);
        snprintf(text + used, sizeof(text) - used, "%s required %s %s\n", stacks[i], module, arguments);
    }
    put("service", text, 0600);
    assert_int_equal(pam_start_confdir("service", name, &conversation, ".", &pamh), PAM_SUCCESS);
    return pamh;
}

pam_handle_t *start(const char *arguments)
{
    return start_as(arguments, user);
}

void forget_messages(void)
{
    logged[0] = '\0';
    messages = 0;
}

void open_gives(const char *arguments, int expected)
{
    pam_handle_t *pamh = start(arguments);

    assert_int_equal(pam_open_session(pamh, 0), expected);
    assert_int_equal(pam_end(pamh, 0), PAM_SUCCESS);
}

void open_fails(const char *arguments, const char *reason)
{
    char required[8192];

    snprintf(required, sizeof(required), "%s required", arguments);
    open_gives(arguments, ALL_IGNORED);
    assert_non_null(strstr(logged, reason));
    assert_int_equal(messages, 0);
    open_gives(required, PAM_SESSION_ERR);
    assert_int_equal(messages, 1);

    pam_handle_t *pamh = start(required);
    assert_int_equal(pam_open_session(pamh, PAM_SILENT), PAM_SESSION_ERR);
    assert_int_equal(messages, 1);
    assert_int_equal(pam_close_session(pamh, 0), ALL_IGNORED);
    assert_int_equal(host.closed, 0);
    pam_end(pamh, 0);
}

const char *listed(void)
{
    static char path[128];

    snprintf(path, sizeof(path), "run/sessions/%s", host.open_request.session);
    return path;
}

/* The module lies beside this program; its user is whoever runs it. */
bool find_module_and_user(void)
{
    ssize_t length = readlink("/proc/self/exe", module, sizeof(module) - 32);
    struct passwd *self = getpwuid(getuid());

    if (length < 0 || !self) {
        return false;
    }
    module[length] = '\0';
    strcpy(strrchr(module, '/'), "/pam_recctrl.so");
    snprintf(user, sizeof(user), "%s", self->pw_name);
    return true;
}
