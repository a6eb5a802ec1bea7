/* SPDX-License-Identifier: 0BSD */
/*
 * Running a program on Windows, behind the interface that fork and execve have: the child of sys_spawn() is a thread, and
 * its sys_execute() becomes a process in so far as the thread ends with the process and its status.
 */
#include <windows.h>

#include <stdint.h>

#include "../command.h"
#include "../program.h"
#include "sys.h"

/* The longest command line that CreateProcess takes, with its NUL. */
#define LINE_MAX 32767

/* The child: there is one at most. */
static HANDLE thread;
static DWORD thread_id;

struct line {
    WCHAR text[LINE_MAX];
    size_t length;
    int is_too_long;
};

static void put(struct line *line, WCHAR character)
{
    if (line->length + 1 < LINE_MAX) {
        line->text[line->length++] = character;
    } else {
        line->is_too_long = 1;
    }
}

static void put_slashes(struct line *line, size_t count)
{
    for (; count > 0; count--) {
        put(line, L'\\');
    }
}

static int needs_quotes(const WCHAR *word)
{
    const WCHAR *at = word;

    while (*at != L'\0' && *at != L' ' && *at != L'\t' && *at != L'"') {
        at++;
    }
    return at == word || *at != L'\0';
}

/* Adds a word, in quotes if it must be (cmd.exe knows its options without them alone): in front of a quote backslashes
 * count twice. */
static void put_word(struct line *line, const char *word)
{
    static WCHAR wide[LINE_MAX];
    size_t slashes = 0;

    if (MultiByteToWideChar(CP_UTF8, 0, word, -1, wide, LINE_MAX) == 0) {
        line->is_too_long = 1;
        return;
    }
    int quotes = needs_quotes(wide);
    if (line->length > 0) {
        put(line, L' ');
    }
    if (quotes) {
        put(line, L'"');
    }
    for (const WCHAR *at = wide; *at != L'\0'; at++) {
        if (*at == L'"') {
            put_slashes(line, slashes + 1);
        }
        slashes = *at == L'\\' ? slashes + 1 : 0;
        put(line, *at);
    }
    if (quotes) {
        put_slashes(line, slashes);
        put(line, L'"');
    }
}

int program_find(struct program *program, char **words, char *const environment[])
{
    static WCHAR name[PROGRAM_PATH_BYTES], found[PROGRAM_PATH_BYTES];
    DWORD length;

    (void)environment;
    program->path = program->found;
    program->arguments = words;
    if (words[0][0] == '\0' || MultiByteToWideChar(CP_UTF8, 0, words[0], -1, name, PROGRAM_PATH_BYTES) == 0) {
        return NOT_FOUND;
    }
    length = SearchPathW(NULL, name, L".exe", PROGRAM_PATH_BYTES, found, NULL);
    if (length == 0 || length >= PROGRAM_PATH_BYTES) {
        return NOT_FOUND;
    }
    if (WideCharToMultiByte(CP_UTF8, 0, found, -1, program->found, PROGRAM_PATH_BYTES, NULL, NULL) == 0) {
        return NOT_FOUND;
    }
    return GetFileAttributesW(found) & FILE_ATTRIBUTE_DIRECTORY ? NOT_EXECUTABLE : 0;
}

long sys_execute(const char *path, char *const arguments[], char *const environment[])
{
    static struct line line;
    STARTUPINFOW startup = {.cb = sizeof(startup)};
    PROCESS_INFORMATION process;
    DWORD status = REFUSED;

    (void)environment;
    put_word(&line, path);
    for (arguments++; *arguments != NULL; arguments++) {
        put_word(&line, *arguments);
    }
    put(&line, L'\0');
    if (line.is_too_long || !CreateProcessW(NULL, line.text, NULL, NULL, TRUE, 0, NULL, NULL, &startup, &process)) {
        return GetLastError() == ERROR_FILE_NOT_FOUND ? -SYS_ENOENT : -SYS_EACCES;
    }
    CloseHandle(process.hThread);
    WaitForSingleObject(process.hProcess, INFINITE);
    GetExitCodeProcess(process.hProcess, &status);
    CloseHandle(process.hProcess);
    ExitThread(status);
}

struct call {
    int (*function)(void *argument);
    void *argument;
};

static DWORD WINAPI enter(void *opaque)
{
    const struct call *call = opaque;

    return (DWORD)call->function(call->argument);
}

long sys_spawn(int (*function)(void *argument), void *argument, void *stack_end)
{
    static struct call call;

    (void)stack_end;
    call = (struct call){function, argument};
    thread = CreateThread(NULL, 0, enter, &call, 0, &thread_id);
    return thread != NULL ? (long)thread_id : -SYS_EACCES;
}

void sys_yield(void)
{
    Sleep(0);
}

long sys_kill(long process, int signal)
{
    (void)process;
    (void)signal;
    return -SYS_ESRCH;
}

long sys_wait(long process, int *status, int block)
{
    DWORD code = REFUSED;

    if (WaitForSingleObject(thread, block ? INFINITE : 0) != WAIT_OBJECT_0) {
        return 0;
    }
    GetExitCodeThread(thread, &code);
    *status = (int)code;
    return process;
}

int sys_exit_status(int status)
{
    return status;
}

/* Ctrl-C and Ctrl-Break are for the program that runs: it gets them from the console too. */
static BOOL WINAPI ignore(DWORD event)
{
    return event == CTRL_C_EVENT || event == CTRL_BREAK_EVENT;
}

void sys_hold_signals(struct sys_signals *before)
{
    before->on_child = (void *)(uintptr_t)GetCurrentThreadId();
    SetConsoleCtrlHandler(ignore, TRUE);
}

/* The child's thread leaves the handler, which is the whole process's and which no program inherits. */
void sys_restore_signals(const struct sys_signals *before)
{
    if ((uintptr_t)before->on_child == GetCurrentThreadId()) {
        SetConsoleCtrlHandler(ignore, FALSE);
    }
}

void sys_next_signal(struct sys_signal *signal)
{
    WaitForSingleObject(thread, INFINITE);
    *signal = (struct sys_signal){.ended = (long)thread_id};
}
