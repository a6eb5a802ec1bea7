/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fake.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "recctrl.h"
#include "utils/call.h"
#include "utils/command.h"

/* Generous: a loaded machine may be ten times slower than an idle one. */
#define TEST_SECONDS_MAX 120

struct call calls[CALLS_MAX];
volatile int calls_made;
char output[8192];
char errors[8192];

static int32_t script[CALLS_MAX];
static int script_length;
static char directory[64];

void answer(int32_t first, ...)
{
    va_list more;

    script_length = 0;
    va_start(more, first);
    for (int32_t next = first; next != ANSWERS_END; next = va_arg(more, int32_t)) {
        script[script_length++] = next;
    }
    va_end(more);
}

/* Without an answer the number of calls tells: a child can't fail a test. */
static int32_t next_answer(struct call call)
{
    int number = calls_made++;

    if (number >= CALLS_MAX) {
        return RECCTRL_ERROR;
    }
    call.caller = getpid();
    calls[number] = call;
    return number < script_length ? script[number] : RECCTRL_ERROR;
}

int32_t call_contract1(int32_t action, const char *name)
{
    struct call call = {.contract = 1, .action = action};

    recctrl_request_set(call.request.name, sizeof(call.request.name), name);
    return next_answer(call);
}

int32_t call_contract2(const struct recctrl_request *request)
{
    return next_answer((struct call){.contract = 2, .action = (int32_t)request->action, .request = *request});
}

const char *call_reason(int32_t answer)
{
    return recctrl_strerror(answer);
}

/* Sends a descriptor into a new file; returns the one that it was before. */
static int redirect(int fd, const char *path)
{
    int before = dup(fd);
    int file = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

    assert_true(before >= 0 && file >= 0 && dup2(file, fd) == fd);
    close(file);
    return before;
}

static void restore(int fd, int before, const char *path, char *text, size_t size)
{
    assert_int_equal(dup2(before, fd), fd);
    close(before);

    int file = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t length = read(file, text, size - 1);
    assert_true(length >= 0);
    text[length] = '\0';
    close(file);
}

int run_recctrlu(const char *first, ...)
{
    char *words[32] = {"recctrlu"};
    int count = 1;
    int expected = script_length;
    va_list more;

    va_start(more, first);
    for (char *word = (char *)first; word != NULL; word = va_arg(more, char *)) {
        words[count++] = word;
    }
    va_end(more);
    calls_made = 0;

    int output_before = redirect(1, "output");
    int errors_before = redirect(2, "errors");
    int status = recctrlu_main(count, words, environ);
    restore(1, output_before, "output", output, sizeof(output));
    restore(2, errors_before, "errors", errors, sizeof(errors));

    script_length = 0;
    if (calls_made != expected) {
        fail_msg("%d calls were made, not %d; it said: %s", calls_made, expected, errors);
    }
    return status;
}

void write_file(const char *path, const char *text, mode_t mode)
{
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(path, mode), 0);
}

int enter_directory(void **state)
{
    (void)state;
    alarm(TEST_SECONDS_MAX); /* recctrlu holds other signals back while it waits */
    signal(SIGHUP, SIG_DFL); /* under nohup no shell can trap it */
    strcpy(directory, "/tmp/recctrlu-test-XXXXXX");
    return mkdtemp(directory) == NULL || chdir(directory) != 0;
}

int leave_directory(void **state)
{
    char command[128];

    (void)state;
    signal(SIGCHLD, SIG_DFL); /* a test that failed may have left it ignored */
    snprintf(command, sizeof(command), "rm -rf %s", directory);
    return chdir("/") != 0 || system(command) != 0;
}
