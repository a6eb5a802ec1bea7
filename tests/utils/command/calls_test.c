/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What each command asks of the host, and what it tells of the answer. */
#include "fake.h"

#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "recctrl.h"

#define STATUS(bits, sessions) (RECCTRL_STATUS_BASE | (sessions) << RECCTRL_STATUS_SESSIONS_SHIFT | (bits))

#define SECRET "0123456789abcdef"

static void assert_request(int number, uint32_t action, const char *name, const char *session, const char *note)
{
    struct recctrl_request expected = {.version = RECCTRL_VERSION, .action = action};

    strcpy(expected.name, name);
    strcpy(expected.session, session);
    strcpy(expected.note, note);
    assert_int_equal(calls[number].contract, 2);
    assert_memory_equal(&calls[number].request, &expected, sizeof(expected));
}

static void check_tells_the_version(void **state)
{
    (void)state;
    answers(RECCTRL_HELLO);
    assert_int_equal(recctrlu("check"), 0);
    assert_request(0, RECCTRL_CALL_CHECK, "", "", "");
    assert_contains(output, "version 2.");
    answers(RECCTRL_HELLO + 1);
    assert_int_equal(recctrlu("check"), 0);
    assert_contains(output, "version 3.");
}

static void nobody_is_there(void **state)
{
    (void)state;
    static const char *const commands[][6] = {
        {"check"}, {"status"}, {"stop"}, {"start", "x"}, {"toggle", "x"}, {"open_session", "x"}, {"close_session", "x"},
        {"run", "x", "--", "true"},
    };

    for (size_t i = 0; i < sizeof(commands) / sizeof(*commands); i++) {
        const char *const *w = commands[i];
        answers(RECCTRL_ABSENT);
        assert_int_equal(recctrlu(w[0], w[1], w[2], w[3], w[4]), 69);
        assert_string_equal(errors, "recctrlu: no recctrl in this machine\n");
        assert_string_equal(output, "");
    }
}

static void start_and_stop(void **state)
{
    (void)state;
    answers(RECCTRL_START);
    assert_int_equal(recctrlu("start", "--note", "why", "name"), 0);
    assert_request(0, RECCTRL_CALL_START, "name", "", "why");
    assert_string_equal(errors, "Success. Started recording.\n");
    answers(RECCTRL_NOOP);
    assert_int_equal(recctrlu("start", "name", "--note=why"), 0);
    assert_request(0, RECCTRL_CALL_START, "name", "", "why");
    assert_string_equal(errors, "Success. A recording is on already; none was started.\n");
    answers(RECCTRL_NOOP);
    assert_int_equal(recctrlu("stop"), 0);
    assert_string_equal(errors, "Success. No recording is on.\n");
    answers(RECCTRL_STOP);
    assert_int_equal(recctrlu("stop"), 0);
    assert_request(0, RECCTRL_CALL_STOP, "", "", "");
    assert_string_equal(errors, "Success. Stopped recording.\n");
}

static void every_reason_is_told(void **state)
{
    (void)state;
    for (int32_t reason = RECCTRL_ERROR; reason >= RECCTRL_ERROR_LAST; reason--) {
        answers(reason);
        assert_int_equal(recctrlu("start", "name"), 1);
        assert_contains(errors, "recctrlu: start: ");
        assert_contains(errors, recctrl_strerror(reason));
        assert_null(strstr(errors, "unknown"));
        for (int32_t other = RECCTRL_ERROR; other > reason; other--) {
            assert_string_not_equal(recctrl_strerror(other), recctrl_strerror(reason));
        }
    }
    answers(-1000);
    assert_int_equal(recctrlu("start", "name"), 1);
    assert_string_equal(errors, "recctrlu: start: unknown answer -1000\n");
    answers(RECCTRL_STOP + 1);
    assert_int_equal(recctrlu("stop"), 1);
    assert_string_equal(errors, "recctrlu: stop: unknown answer 3\n");
}

static void status_tells_each_bit(void **state)
{
    (void)state;
    answers(STATUS(0, 0));
    assert_int_equal(recctrlu("status"), 0);
    assert_string_equal(output, "recording: off\nmode: toggle\nsessions: 0\nsnapshot: none being written\n");
    answers(STATUS(RECCTRL_STATUS_RECORDING | RECCTRL_STATUS_SESSION_MODE | RECCTRL_STATUS_SNAPSHOT_PENDING, 12));
    assert_int_equal(recctrlu("status"), 0);
    assert_string_equal(output, "recording: on\nmode: session\nsessions: 12\nsnapshot: being written\n");
    answers(STATUS(RECCTRL_STATUS_RECORDING | RECCTRL_STATUS_OPERATOR | RECCTRL_STATUS_DRY, 255));
    assert_int_equal(recctrlu("status"), 0);
    assert_contains(output, "recording: on, started by the operator\nmode: toggle, dry\nsessions: 255 or more\n");
    answers(RECCTRL_NOOP);
    assert_int_equal(recctrlu("status"), 1);
}

/* Contract 1, with the texts that users of the first recctrlu know. */
static void toggle(void **state)
{
    (void)state;
    answers(RECCTRL_START);
    assert_int_equal(recctrlu("toggle", "name"), 0);
    assert_int_equal(calls[0].contract, 1);
    assert_int_equal(calls[0].action, RECCTRL_ACTION_TOGGLE);
    assert_string_equal(calls[0].request.name, "name");
    assert_string_equal(errors, "Success. Started recording.\n");
    answers(RECCTRL_STOP);
    assert_int_equal(recctrlu("toggle", "name"), 0);
    assert_string_equal(errors, "Success. Stopped recording.\n");
    answers(7);
    assert_int_equal(recctrlu("toggle", "name"), 1);
    assert_string_equal(errors, "Error. Unknown hypercall return code: 7\n");
}

static void sessions_of_contract_1(void **state)
{
    (void)state;
    answers(RECCTRL_START);
    assert_int_equal(recctrlu("open_session", "name"), 0);
    assert_int_equal(calls[0].contract, 1);
    assert_int_equal(calls[0].action, RECCTRL_ACTION_SESSION_OPEN);
    answers(RECCTRL_NOOP);
    assert_int_equal(recctrlu("close_session", "name"), 0);
    assert_int_equal(calls[0].action, RECCTRL_ACTION_SESSION_CLOSE);
    assert_string_equal(errors, "Success.\n");
}

static void sessions_with_an_identity(void **state)
{
    (void)state;
    answers(RECCTRL_START);
    assert_int_equal(recctrlu("open_session", "--session", "12.34", "--note", "n", "name"), 0);
    assert_request(0, RECCTRL_CALL_SESSION_OPEN, "name", "12.34", "n");
    answers(RECCTRL_STOP);
    assert_int_equal(recctrlu("close_session", "--session=12.34", "name"), 0);
    assert_request(0, RECCTRL_CALL_SESSION_CLOSE, "name", "12.34", "");
}

/* A host of the first recctrl knows no identities; one that wants a secret does. */
static void a_host_of_contract_1_counts_the_session(void **state)
{
    (void)state;
    answers(RECCTRL_ABSENT, RECCTRL_START);
    assert_int_equal(recctrlu("open_session", "--session", "12.34", "--note", "n", "name"), 0);
    assert_int_equal(calls[1].contract, 1);
    assert_int_equal(calls[1].action, RECCTRL_ACTION_SESSION_OPEN);
    assert_string_equal(calls[1].request.name, "name");
    assert_string_equal(errors, "Success. Started recording.\n");
    answers(RECCTRL_ABSENT, RECCTRL_STOP);
    assert_int_equal(recctrlu("close_session", "--session", "12.34", "name"), 0);
    assert_int_equal(calls[1].action, RECCTRL_ACTION_SESSION_CLOSE);
    for (int i = 0; i < 2; i++) {
        answers(RECCTRL_ABSENT, RECCTRL_ABSENT);
        assert_int_equal(recctrlu(i == 0 ? "open_session" : "close_session", "--session", "1", "x"), 69);
        assert_string_equal(errors, "recctrlu: no recctrl in this machine\n");
    }
    write_file("token", SECRET, 0600);
    answers(RECCTRL_ABSENT);
    assert_int_equal(recctrlu("open_session", "--session", "1", "x"), 69);
}

static int syslog_socket(void)
{
    const struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "log"};
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

    assert_true(fd >= 0 && bind(fd, (const struct sockaddr *)&address, sizeof(address)) == 0);
    return fd;
}

static void assert_logged(int fd, const char *expected)
{
    char text[1024];
    ssize_t length = recv(fd, text, sizeof(text) - 1, 0);

    assert_true(length >= 0);
    text[length] = '\0';
    assert_string_equal(text, expected);
    assert_string_equal(output, "");
    assert_string_equal(errors, "");
}

static void what_is_said_goes_to_syslog(void **state)
{
    (void)state;
    int fd = syslog_socket();

    answers(RECCTRL_START);
    assert_int_equal(recctrlu("open_session", "--syslog", "--session", "1.2", "name"), 0);
    assert_logged(fd, "<85>recctrlu: open_session 1.2: Success. Started recording.");
    answers(RECCTRL_ERROR_NO_SPACE);
    assert_int_equal(recctrlu("open_session", "--session", "1.2", "name", "--syslog"), 1);
    assert_logged(fd, "<85>recctrlu: open_session 1.2: open_session: the host has too little space left");
    answers(RECCTRL_ABSENT);
    assert_int_equal(recctrlu("close_session", "--syslog", "name"), 69);
    assert_logged(fd, "<85>recctrlu: close_session name: no recctrl in this machine");
    answers(RECCTRL_START);
    assert_int_equal(recctrlu("open_session", "name"), 0);
    assert_string_equal(errors, "Success. Started recording.\n");
    assert_true(recv(fd, output, 1, 0) < 0);
    close(fd);
}

static void nobody_listens_to_syslog(void **state)
{
    (void)state;
    answers(RECCTRL_START);
    assert_int_equal(recctrlu("open_session", "--syslog", "--session", "1.2", "name"), 0);
    assert_string_equal(errors, "");
    assert_int_equal(recctrlu("start", "--syslog", "name"), 2);
    assert_contains(errors, "there is no option --syslog");
}

/* Contract 1 has no reasons, but the state often is one. */
static void an_error_of_contract_1_is_explained(void **state)
{
    (void)state;
    static const struct {
        const char *command;
        int32_t status;
        const char *reason;
    } cases[] = {
        {"toggle", STATUS(RECCTRL_STATUS_SESSION_MODE, 0), "wrong mode"},
        {"open_session", STATUS(0, 0), "wrong mode"},
        {"close_session", STATUS(0, 0), "wrong mode"},
        {"close_session", STATUS(RECCTRL_STATUS_SESSION_MODE, 0), "no session is open"},
        {"close_session", STATUS(RECCTRL_STATUS_SESSION_MODE, 1), "the host's log says why"},
        {"toggle", STATUS(RECCTRL_STATUS_RECORDING | RECCTRL_STATUS_OPERATOR, 0), "operator"},
        {"toggle", STATUS(0, 0), "the host's log says why"},
        {"toggle", RECCTRL_ABSENT, "the host gives no reason"},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        answers(RECCTRL_ERROR, cases[i].status);
        assert_int_equal(recctrlu(cases[i].command, "name"), 1);
        assert_int_equal(calls[1].action, RECCTRL_CALL_STATUS);
        assert_memory_equal(errors, "Error. Hypercall failed.\n", 25);
        assert_contains(errors, cases[i].reason);
    }
}

static void the_secret_is_in_each_call(void **state)
{
    (void)state;
    static const uint8_t token[RECCTRL_SECRET_BYTES] = SECRET;

    write_file("token", SECRET "\n\n", 0600);
    answers(RECCTRL_HELLO);
    assert_int_equal(recctrlu("check"), 0);
    assert_memory_equal(calls[0].request.token, token, sizeof(token));
    answers(STATUS(0, 0), RECCTRL_START);
    assert_int_equal(recctrlu("toggle", "name"), 0);
    assert_int_equal(calls[1].action, RECCTRL_CALL_START);
    assert_string_equal(calls[1].request.name, "name");
    assert_memory_equal(calls[1].request.token, token, sizeof(token));
    answers(STATUS(RECCTRL_STATUS_RECORDING, 0), RECCTRL_STOP);
    assert_int_equal(recctrlu("toggle", "name"), 0);
    assert_int_equal(calls[1].action, RECCTRL_CALL_STOP);
    assert_memory_equal(calls[1].request.token, token, sizeof(token));
    answers(RECCTRL_ABSENT);
    assert_int_equal(recctrlu("toggle", "name"), 69);
    assert_contains(errors, "or not with the secret in /etc/recctrl/token");
}

static void sessions_with_a_secret_need_an_identity(void **state)
{
    (void)state;
    write_file("token", SECRET, 0600);
    assert_int_equal(recctrlu("open_session", "name"), 2);
    assert_contains(errors, "--session ID is needed");
    answers(RECCTRL_START);
    assert_int_equal(recctrlu("open_session", "--session", "1", "name"), 0);
}

static void an_unusable_secret(void **state)
{
    (void)state;
    static const char *const secrets[] = {
        "", "\n", "too short", "0123456789abcde\n",
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0",
    };

    for (size_t i = 0; i < sizeof(secrets) / sizeof(*secrets); i++) {
        write_file("token", secrets[i], 0600);
        assert_int_equal(recctrlu("start", "name"), 1);
        assert_string_equal(errors, "recctrlu: /etc/recctrl/token: a secret has 16 to 64 bytes\n");
    }
    write_file("token", "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n", 0600);
    answers(RECCTRL_START);
    assert_int_equal(recctrlu("start", "name"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        test(check_tells_the_version),
        test(nobody_is_there),
        test(start_and_stop),
        test(every_reason_is_told),
        test(status_tells_each_bit),
        test(toggle),
        test(sessions_of_contract_1),
        test(sessions_with_an_identity),
        test(a_host_of_contract_1_counts_the_session),
        test(what_is_said_goes_to_syslog),
        test(nobody_listens_to_syslog),
        test(an_error_of_contract_1_is_explained),
        test(the_secret_is_in_each_call),
        test(sessions_with_a_secret_need_an_identity),
        test(an_unusable_secret),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
