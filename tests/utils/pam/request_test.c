/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whose sessions are opened, and what the host and the guest's list are told of them. */
#include "fixture.h"

#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void users_groups_and_exclude_choose(void **state)
{
    char arguments[2048];
    struct group *group = getgrgid(getgid());

    (void)state;
    assert_non_null(group);
    const struct {
        const char *format;
        const char *value;
        int expected;
    } cases[] = {
        {"users=%s", user, PAM_SUCCESS},
        {"users=a,%s", user, PAM_SUCCESS},
        {"users=%s,b", user, PAM_SUCCESS},
        {"users=,,a,,%s,", user, PAM_SUCCESS},
        {"users=a,b", "", ALL_IGNORED},
        {"users=x%s", user, ALL_IGNORED},
        {"users=%sx", user, ALL_IGNORED},
        {"users=%s", user + 1, ALL_IGNORED},
        {"groups=%s", group->gr_name, PAM_SUCCESS},
        {"groups=no-such-group,%s", group->gr_name, PAM_SUCCESS},
        {"groups=no-such-group", "", ALL_IGNORED},
        {"users=a groups=%s", group->gr_name, PAM_SUCCESS},
        {"groups=no-such-group users=%s", user, PAM_SUCCESS},
        {"exclude=%s", user, ALL_IGNORED},
        {"exclude=a", "", PAM_SUCCESS},
        {"users=%1$s exclude=a,%1$s", user, ALL_IGNORED},
        {"users=a exclude=b", "", ALL_IGNORED},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        snprintf(arguments, sizeof(arguments), cases[i].format, cases[i].value);
#pragma GCC diagnostic pop
        host.opened = 0;
        open_gives(arguments, cases[i].expected);
        assert_int_equal(host.opened, cases[i].expected == PAM_SUCCESS);
        strcat(arguments, " required");
        open_gives(arguments, cases[i].expected);
    }
    assert_string_equal(logged, "");
}

static void an_entry_longer_than_any_name_is_nobody(void **state)
{
    char arguments[1024] = "users=";

    memset(arguments + 6, 'a', 600);
    strcpy(arguments + 606, ",");
    strcat(arguments, user);
    (void)state;
    open_gives(arguments, PAM_SUCCESS);
    arguments[606] = '\0';
    open_gives(arguments, ALL_IGNORED);
}

static void an_open_session_is_listed_for_root_alone(void **state)
{
    struct stat status;
    char line[256] = "";

    (void)state;
    pam_handle_t *pamh = start("");
    assert_int_equal(pam_open_session(pamh, 0), PAM_SUCCESS);
    assert_int_equal(stat(listed(), &status), 0);
    assert_int_equal(status.st_mode, S_IFREG | 0600);
    assert_int_equal(stat("run", &status), 0);
    assert_int_equal(status.st_mode, S_IFDIR | 0700);
    assert_int_equal(stat("run/sessions", &status), 0);
    assert_int_equal(status.st_mode, S_IFDIR | 0700);
    FILE *file = fopen(listed(), "r");
    assert_non_null(fgets(line, sizeof(line), file));
    fclose(file);
    assert_memory_equal(line, host.open_request.note, strlen(host.open_request.note));
    assert_string_equal(line + strlen(host.open_request.note), "\n");
    assert_int_equal(pam_close_session(pamh, 0), PAM_SUCCESS);
    assert_int_not_equal(access(listed(), F_OK), 0);
    pam_end(pamh, 0);
}

static void a_session_that_the_host_did_not_close_stays_listed(void **state)
{
    (void)state;
    pam_handle_t *pamh = start("");
    assert_int_equal(pam_open_session(pamh, 0), PAM_SUCCESS);
    host.check = 0;
    assert_int_equal(pam_close_session(pamh, 0), ALL_IGNORED);
    assert_int_equal(access(listed(), F_OK), 0);
    pam_end(pamh, 0);
}

static void a_list_that_cannot_be_written_stops_no_recording(void **state)
{
    (void)state;
    put("run", "", 0600);
    pam_handle_t *pamh = start("required");
    assert_int_equal(pam_open_session(pamh, 0), PAM_SUCCESS);
    assert_non_null(strstr(logged, "is not listed"));
    assert_int_equal(pam_close_session(pamh, 0), PAM_SUCCESS);
    pam_end(pamh, 0);
}

/* Field 22 of /proc/self/stat, found in another way than the module's. */
static unsigned long long own_start_time(void)
{
    char command[128];
    unsigned long long start = 0;

    snprintf(command, sizeof(command), "sed 's/.*) //' /proc/%d/stat | cut -d' ' -f20", (int)getpid());
    FILE *pipe = popen(command, "r");
    assert_int_equal(fscanf(pipe, "%llu", &start), 1);
    pclose(pipe);
    return start;
}

static void a_session_is_its_process_and_says_who_it_is(void **state)
{
    char expected[600];

    (void)state;
    pam_handle_t *pamh = start("");
    pam_set_item(pamh, PAM_RHOST, "192.0.2.7");
    pam_set_item(pamh, PAM_TTY, "/dev/pts/3");
    assert_int_equal(pam_open_session(pamh, 0), PAM_SUCCESS);
    pam_set_item(pamh, PAM_RHOST, "192.0.2.8");
    pam_set_item(pamh, PAM_TTY, "/dev/pts/4");
    assert_int_equal(pam_close_session(pamh, 0), PAM_SUCCESS);
    pam_end(pamh, 0);

    snprintf(expected, sizeof(expected), "%d.%llu.%s@192.0.2.7", (int)getpid(), own_start_time(), user);
    assert_string_equal(host.open_request.session, expected);
    assert_string_equal(host.close_request.session, expected);
    snprintf(expected, sizeof(expected), "user=%s host=192.0.2.7 tty=pts_3 service=service pid=%d", user,
             (int)getpid());
    assert_string_equal(host.open_request.note, expected);
    snprintf(expected, sizeof(expected), "%s_192.0.2.7_pts_3_%d", user, (int)getpid());
    assert_string_equal(host.open_request.name, expected);
}

static void names_follow_the_pattern(void **state)
{
    char pid[16], with_pid[64];

    (void)state;
    snprintf(pid, sizeof(pid), "%d", (int)getpid());
    snprintf(with_pid, sizeof(with_pid), "a%sb%s", pid, pid);
    const struct {
        const char *pattern;
        const char *name;
    } cases[] = {
        {"honey", "honey"},     {"%u", user},          {"%h-%t-%s", "local-none-service"},
        {"a%pb%p", with_pid},   {".x", "_x"},          {"../%h/x", "_._local_x"},
        {"@:=,+", "@:=,+"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char arguments[128];
        snprintf(arguments, sizeof(arguments), "name=%s", cases[i].pattern);
        open_gives(arguments, PAM_SUCCESS);
        assert_string_equal(host.open_request.name, cases[i].name);
    }
    open_gives("[name=%u at night]", PAM_SUCCESS);
    assert_non_null(strstr(host.open_request.name, " at night"));
}

static void assert_is_harmless(const char *text, size_t size)
{
    static const char valid[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ._-+@:=,";

    assert_true(strnlen(text, size) < size);
    assert_int_equal(strspn(text, valid), strlen(text));
    assert_true(*text != '\0' && *text != '.');
}

static void a_hostile_client_breaks_no_name(void **state)
{
    char longest[4096];

    memset(longest, 'a', sizeof(longest) - 1);
    longest[sizeof(longest) - 1] = '\0';
    const char *const hosts[] = {longest, "../../etc/passwd", "a\nb\tc", "\xff\xfe", "%u%u%s%n", ".", "; rm -rf /"};

    (void)state;
    for (size_t i = 0; i < sizeof(hosts) / sizeof(hosts[0]); i++) {
        pam_handle_t *pamh = start("name=%h%t%u%h%h%h");
        pam_set_item(pamh, PAM_RHOST, hosts[i]);
        pam_set_item(pamh, PAM_TTY, hosts[i]);
        assert_int_equal(pam_open_session(pamh, 0), PAM_SUCCESS);
        assert_is_harmless(host.open_request.name, sizeof(host.open_request.name));
        assert_is_harmless(host.open_request.session, sizeof(host.open_request.session));
        assert_is_harmless(host.open_request.note, sizeof(host.open_request.note));
        assert_non_null(strstr(host.open_request.note, "pid="));
        assert_int_equal(access(listed(), F_OK), 0);
        assert_int_equal(pam_close_session(pamh, 0), PAM_SUCCESS);
        pam_end(pamh, 0);
    }
}

static void the_secret_is_in_each_request(void **state)
{
    char arguments[128];
    uint8_t expected[RECCTRL_SECRET_BYTES] = "sixteen bytes...";

    (void)state;
    put("token", "sixteen bytes...\n", 0600);
    snprintf(arguments, sizeof(arguments), "token_file=%s/token", directory);
    pam_handle_t *pamh = start(arguments);
    assert_int_equal(pam_open_session(pamh, 0), PAM_SUCCESS);
    assert_int_equal(pam_close_session(pamh, 0), PAM_SUCCESS);
    pam_end(pamh, 0);
    assert_memory_equal(host.open_request.token, expected, sizeof(expected));
    assert_memory_equal(host.close_request.token, expected, sizeof(expected));

    memset(expected, 'x', sizeof(expected));
    put("token", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n", 0600);
    open_gives(arguments, PAM_SUCCESS);
    assert_memory_equal(host.open_request.token, expected, sizeof(expected));

    open_gives("", PAM_SUCCESS);
    memset(expected, 0, sizeof(expected));
    assert_memory_equal(host.open_request.token, expected, sizeof(expected));
}

static void debug_tells_what_happens(void **state)
{
    (void)state;
    pam_handle_t *pamh = start("debug");
    assert_int_equal(pam_open_session(pamh, 0), PAM_SUCCESS);
    assert_non_null(strstr(logged, "is open, its recording has begun"));
    assert_int_equal(pam_close_session(pamh, 0), PAM_SUCCESS);
    assert_non_null(strstr(logged, "is closed, its recording has ended"));
    pam_end(pamh, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(users_groups_and_exclude_choose),
        TEST(an_entry_longer_than_any_name_is_nobody),
        TEST(an_open_session_is_listed_for_root_alone),
        TEST(a_session_that_the_host_did_not_close_stays_listed),
        TEST(a_list_that_cannot_be_written_stops_no_recording),
        TEST(a_session_is_its_process_and_says_who_it_is),
        TEST(names_follow_the_pattern),
        TEST(a_hostile_client_breaks_no_name),
        TEST(the_secret_is_in_each_request),
        TEST(debug_tells_what_happens),
    };
    return find_module_and_user() ? cmocka_run_group_tests_name("pam_recctrl_request", tests, NULL, NULL) : 1;
}
