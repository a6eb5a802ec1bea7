/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every result of every pam_sm_*. */
#include "fixture.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void only_sessions_are_its_business(void **state)
{
    pam_handle_t *pamh = start("");

    (void)state;
    assert_int_equal(pam_authenticate(pamh, 0), PAM_MODULE_UNKNOWN);
    assert_int_equal(pam_setcred(pamh, 0), PAM_MODULE_UNKNOWN);
    assert_int_equal(pam_acct_mgmt(pamh, 0), PAM_MODULE_UNKNOWN);
    assert_int_equal(pam_chauthtok(pamh, 0), PAM_MODULE_UNKNOWN);
    assert_int_equal(host.opened, 0);
    assert_int_equal(pam_open_session(pamh, 0), PAM_SUCCESS);
    assert_int_equal(host.opened, 1);
    assert_int_equal(host.closed, 0);
    assert_int_equal(pam_close_session(pamh, 0), PAM_SUCCESS);
    assert_int_equal(host.closed, 1);
    assert_int_equal(pam_end(pamh, 0), PAM_SUCCESS);
    assert_int_equal(messages, 0);
    assert_string_equal(logged, "");
}

static void an_ignored_session_leaves_the_stack_to_others(void **state)
{
    char text[5000];
    pam_handle_t *pamh;

    (void)state;
    snprintf(text, sizeof(text), "session required %s users=nobody-of-that-name\nsession required pam_permit.so\n",
             module);
    put("service", text, 0600);
    assert_int_equal(pam_start_confdir("service", user, &conversation, ".", &pamh), PAM_SUCCESS);
    assert_int_equal(pam_open_session(pamh, 0), PAM_SUCCESS);
    assert_int_equal(pam_close_session(pamh, 0), PAM_SUCCESS);
    assert_int_equal(host.opened, 0);
    pam_end(pamh, 0);
}

static void a_session_within_another_is_success(void **state)
{
    (void)state;
    host.open = RECCTRL_NOOP;
    host.close = RECCTRL_NOOP;
    pam_handle_t *pamh = start("");
    assert_int_equal(pam_open_session(pamh, 0), PAM_SUCCESS);
    assert_int_equal(pam_close_session(pamh, 0), PAM_SUCCESS);
    pam_end(pamh, 0);
}

static void wrong_arguments_record_nothing(void **state)
{
    static const char *const wrong[] = {"user=a", "users=",         "users=,,",     "groups=", "exclude=",
                                        "name=",  "name=a%",        "name=%x",      "name=%%", "token_file=",
                                        "debug2", "token_file=a/b", "Required=yes", "="};

    (void)state;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        forget_messages();
        open_fails(wrong[i], wrong[i]);
        assert_non_null(strstr(logged, "nothing is recorded"));
    }
    assert_int_equal(host.opened, 0);
}

static void an_unknown_user_is_a_failure(void **state)
{
    (void)state;
    pam_handle_t *pamh = start_as("", NULL);
    assert_int_equal(pam_open_session(pamh, 0), ALL_IGNORED);
    pam_end(pamh, 0);
    pamh = start_as("required", NULL);
    assert_int_equal(pam_open_session(pamh, 0), PAM_SESSION_ERR);
    pam_end(pamh, 0);
    assert_non_null(strstr(logged, "did not name the user"));
    assert_int_equal(host.opened, 0);
}

static void no_recctrl_is_a_failure(void **state)
{
    static const int32_t answers[] = {0, 1, 2, -1, 0x16, 0x52430001, 0x52430003, 0x756e6547};

    (void)state;
    for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
        forget_messages();
        host.check = answers[i];
        open_fails("", "no recctrl in this machine");
    }
    assert_int_equal(host.opened, 0);
    assert_int_not_equal(access("run", F_OK), 0);
}

static void a_refusal_is_a_failure(void **state)
{
    (void)state;
    for (int32_t answer = -14; answer < 0; answer++) {
        forget_messages();
        host.open = answer;
        open_fails("", recctrl_strerror(answer));
        assert_int_not_equal(access(host.open_request.session, F_OK), 0);
    }
}

static void a_session_that_was_not_opened_is_not_closed(void **state)
{
    (void)state;
    pam_handle_t *pamh = start("");
    assert_int_equal(pam_close_session(pamh, 0), ALL_IGNORED);
    assert_int_equal(pam_open_session(pamh, 0), PAM_SUCCESS);
    assert_int_equal(pam_close_session(pamh, 0), PAM_SUCCESS);
    assert_int_equal(pam_close_session(pamh, 0), ALL_IGNORED);
    assert_int_equal(host.closed, 1);
    pam_end(pamh, 0);
}

static void a_refused_close_is_a_failure(void **state)
{
    (void)state;
    host.close = RECCTRL_ERROR_NOT_OPEN;
    pam_handle_t *pamh = start("");
    assert_int_equal(pam_open_session(pamh, 0), PAM_SUCCESS);
    assert_int_equal(pam_close_session(pamh, 0), ALL_IGNORED);
    pam_end(pamh, 0);
    assert_non_null(strstr(logged, "was not open"));
    pamh = start("required");
    assert_int_equal(pam_open_session(pamh, 0), PAM_SUCCESS);
    assert_int_equal(pam_close_session(pamh, 0), PAM_SESSION_ERR);
    pam_end(pamh, 0);
    assert_int_equal(messages, 0);
}

static void a_bad_token_file_is_a_failure(void **state)
{
    char arguments[128];

    (void)state;
    snprintf(arguments, sizeof(arguments), "token_file=%s/token", directory);
    const struct {
        const char *text;
        mode_t mode;
        const char *reason;
    } cases[] = {
        {NULL, 0, "No such file"},
        {"", 0600, "16 to 64 bytes"},
        {"fifteen bytes..\n", 0600, "16 to 64 bytes"},
        {"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", 0600, "16 to 64 bytes"},
        {"a secret of many bytes", 0640, "others than root"},
        {"a secret of many bytes", 0604, "others than root"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        forget_messages();
        if (cases[i].text) {
            put("token", cases[i].text, cases[i].mode);
        }
        open_fails(arguments, cases[i].reason);
    }
    forget_messages();
    snprintf(arguments, sizeof(arguments), "token_file=%s", directory);
    open_fails(arguments, "it is no file");
    assert_int_equal(host.opened, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(only_sessions_are_its_business),
        TEST(an_ignored_session_leaves_the_stack_to_others),
        TEST(a_session_within_another_is_success),
        TEST(wrong_arguments_record_nothing),
        TEST(an_unknown_user_is_a_failure),
        TEST(no_recctrl_is_a_failure),
        TEST(a_refusal_is_a_failure),
        TEST(a_session_that_was_not_opened_is_not_closed),
        TEST(a_refused_close_is_a_failure),
        TEST(a_bad_token_file_is_a_failure),
    };
    return find_module_and_user() ? cmocka_run_group_tests_name("pam_recctrl_retval", tests, NULL, NULL) : 1;
}
