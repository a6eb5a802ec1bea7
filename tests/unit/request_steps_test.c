/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A wrong secret takes the same instructions wherever it is wrong: counted one by one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <signal.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "decide/request.h"

static struct recctrl_request raw = {.version = RECCTRL_VERSION, .action = RECCTRL_CALL_CHECK};
static uint8_t secret[RECCTRL_SECRET_BYTES];

static bool read_raw(void *opaque, uint64_t address, void *buffer, size_t length)
{
    (void)opaque;
    (void)address;
    memcpy(buffer, &raw, length);
    return true;
}

static _Noreturn void decode_under_trace(void)
{
    struct guest_memory memory = {read_raw, NULL, false};
    struct hypercall hypercall = {RECCTRL_MAGIC2, sizeof(raw), 0x1000};
    struct request request;

    request_decode(&request, &hypercall, &memory, secret); /* whatever is resolved at the first call is so afterwards */
    if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) != 0) {
        _exit(2);
    }
    raise(SIGSTOP);
    _exit(request_decode(&request, &hypercall, &memory, secret) ? 1 : 0);
}

/* How many instructions it takes until the process ends, which decodes a request whose secret is that of `raw`. */
static long count_steps(int expected_status)
{
    long steps = 0;
    int status;
    pid_t pid = fork();

    if (pid == 0) {
        decode_under_trace();
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    while (WIFSTOPPED(status)) {
        steps++;
        assert_int_equal(ptrace(PTRACE_SINGLESTEP, pid, NULL, NULL), 0);
        assert_int_equal(waitpid(pid, &status, 0), pid);
    }
    assert_int_equal(WEXITSTATUS(status), expected_status);
    return steps;
}

static void wrong_secrets_take_the_same_steps(void **state)
{
    long first = 0;

    (void)state;
    for (size_t i = 0; i < sizeof(secret); i++) {
        secret[i] = (uint8_t)(i * 7 + 1);
    }
    for (size_t place = 0; place < sizeof(secret); place += 9) {
        memcpy(raw.token, secret, sizeof(secret));
        raw.token[place] ^= 1;
        long steps = count_steps(0);
        first = first == 0 ? steps : first;
        assert_int_equal(steps, first);
    }
    memset(raw.token, 0, sizeof(raw.token)); /* wrong everywhere */
    assert_int_equal(count_steps(0), first);
    memcpy(raw.token, secret, sizeof(secret));
    assert_int_not_equal(count_steps(1), first);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(wrong_secrets_take_the_same_steps)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
