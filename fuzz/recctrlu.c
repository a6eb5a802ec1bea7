/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * recctrlu's command line, a word up to each NUL or newline, in a guest whose system calls and whose host give random
 * answers.
 */
#include "utils/call.h"
#include "utils/command.h"
#include "utils/sys/sys.h"

#include <setjmp.h>

#include "decide/name.h"
#include "input.h"

#define WORDS_MAX 64

static jmp_buf left;
static struct input answers;

/* --- the host --- */

static void check_text(const char *text, size_t size)
{
    PROMISE(memchr(text, '\0', size) != NULL);
    PROMISE(text[0] == '\0' || name_is_valid(text, strlen(text)));
}

int32_t call_contract1(int32_t action, const char *name)
{
    PROMISE(action == RECCTRL_ACTION_TOGGLE || action == RECCTRL_ACTION_SESSION_OPEN ||
            action == RECCTRL_ACTION_SESSION_CLOSE);
    PROMISE(name_is_valid(name, strlen(name)));
    return (int8_t)input_u8(&answers) % 4;
}

int32_t call_contract2(const struct recctrl_request *request)
{
    static const uint8_t zeros[sizeof(request->zero)];
    uint8_t answer = input_u8(&answers);

    PROMISE(request->version == RECCTRL_VERSION && request->flags == 0 && request->reserved == 0);
    PROMISE(request->action >= RECCTRL_CALL_CHECK && request->action <= RECCTRL_CALL_SESSION_CLOSE_ALL);
    PROMISE(memcmp(request->zero, zeros, sizeof(zeros)) == 0);
    check_text(request->name, sizeof(request->name));
    check_text(request->session, sizeof(request->session));
    PROMISE(memchr(request->note, '\0', sizeof(request->note)) != NULL);
    if (request->action == RECCTRL_CALL_CHECK && answer < 200) {
        return RECCTRL_HELLO;
    }
    if (request->action == RECCTRL_CALL_STATUS && answer < 200) {
        return (int32_t)(RECCTRL_STATUS_BASE | input_u32(&answers) % 65536);
    }
    return answer == 255 ? RECCTRL_ABSENT : answer % 24 - 20;
}

const char *call_reason(int32_t answer)
{
    return answer == RECCTRL_ABSENT ? "absent" : "a reason";
}

/* --- the kernel --- */

static long failure_or(long result)
{
    uint8_t answer = input_u8(&answers);

    return answer >= 224 ? -(long)(answer - 223) : result;
}

long sys_write(int fd, const void *data, size_t length)
{
    PROMISE((fd == 1 || fd == 2) && length <= 1024 && ((const char *)data)[length - 1] == '\n');
    return (long)length;
}

long sys_send(const char *socket, const void *data, size_t length)
{
    PROMISE(strcmp(socket, "/dev/log") == 0 && length <= 1024 && memcmp(data, "<85>recctrlu: ", 14) == 0);
    return (long)length;
}

long sys_read_file(const char *path, void *buffer, size_t size)
{
    size_t given = input_u8(&answers) * (size_t)8;

    PROMISE(strlen(path) < 4096);
    given = given < size ? given : size;
    input_bytes(&answers, buffer, given);
    return failure_or((long)given);
}

long sys_list(const char *path, void (*each)(void *opaque, const char *name), void *opaque)
{
    (void)path;
    for (uint8_t files = input_u8(&answers) % 4; files > 0; files--) {
        char name[256] = "";
        input_bytes(&answers, name, input_u8(&answers));
        if (name[0] != '\0' && name[0] != '.' && strchr(name, '/') == NULL) {
            each(opaque, name);
        }
    }
    return failure_or(0);
}

long sys_remove(const char *path)
{
    PROMISE(strncmp(path, "/run/", 5) == 0 && strstr(path, "/..") == NULL);
    return failure_or(0);
}

long sys_may_execute(const char *path)
{
    PROMISE(path[0] != '\0');
    return failure_or(0);
}

long sys_execute(const char *path, char *const words[], char *const environment[])
{
    PROMISE(path[0] != '\0' && words[0] != NULL && environment != NULL);
    return -SYS_EACCES;
}

void sys_exit(int status)
{
    longjmp(left, status + 1);
}

void sys_on_illegal_instruction(void (*handler)(int signal))
{
    if (input_u8(&answers) == 255) {
        handler(SYS_SIGILL);
    }
}

/* Either the child runs or the parent: they never come back together here. */
long sys_spawn(int (*function)(void *argument), void *argument, void *stack_end)
{
    PROMISE((uintptr_t)stack_end % 16 == 0);
    if (input_u8(&answers) & 1) {
        sys_exit(function(argument));
    }
    return failure_or(2);
}

void sys_yield(void)
{
}

long sys_kill(long process, int signal)
{
    PROMISE(process == 2 && signal > 0);
    return 0;
}

long sys_wait(long process, int *status, int block)
{
    (void)block;
    *status = (int)(input_u32(&answers) & 0xffff);
    return process;
}

int sys_exit_status(int status)
{
    return status >> 8 & 0xff;
}

void sys_hold_signals(struct sys_signals *before)
{
    memset(before, 0, sizeof(*before));
}

void sys_restore_signals(const struct sys_signals *before)
{
    (void)before;
}

void sys_next_signal(struct sys_signal *signal)
{
    uint8_t answer = input_u8(&answers);

    *signal = (struct sys_signal){.ended = answer % 4 == 0 ? 2 : 0};
    if (answer % 4 == 1) {
        signal->number = SYS_SIGTERM;
        signal->from_process = answer & 16;
    }
}

/* --- the guest --- */

static int split(char *words, size_t size, char *argv[WORDS_MAX + 1])
{
    int argc = 0;

    argv[argc++] = "recctrlu";
    for (char *word = words, *end = words + size; word < end && argc < WORDS_MAX;) {
        argv[argc++] = word;
        while (word < end && *word != '\0' && *word != '\n') {
            word++;
        }
        *word++ = '\0';
    }
    argv[argc] = NULL;
    return argc;
}

/* Whichever way it leaves. */
static int run(int argc, char **argv)
{
    char path[] = "PATH=/bin::/usr/bin";
    char *environment[] = {path, NULL};
    int jumped = setjmp(left);

    return jumped == 0 ? recctrlu_main(argc, argv, environment) : jumped - 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input input = {data, size};
    size_t line = input_u8(&input);
    char *argv[WORDS_MAX + 1];

    answers = input;
    char *words = calloc(1, line + 1);
    PROMISE(words != NULL);
    line = line < answers.size ? line : answers.size;
    input_bytes(&answers, words, line);
    int status = run(split(words, line, argv), argv);
    PROMISE(status >= 0 && status <= 255);
    free(words);
    return 0;
}
