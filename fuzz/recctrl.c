/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * recctrl's command line, a word up to each NUL or newline, in a folder with recordings. Whatever would change a file
 * or start a program fails here (module.mk has the linker put the __wrap_ functions in place).
 */
#include "host/options.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <regex.h>
#include <setjmp.h>
#include <stdbool.h>
#include <sys/types.h>

#include "input.h"

#define WORDS_MAX 64
#define RECORDINGS "fuzz/recordings"

int recctrl_main(int argc, char **argv);

static jmp_buf left;
static bool inside; /* recctrl_main() runs */

/* A usage error may leave by exit(), with what it has allocated. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "detect_leaks=0";
}

_Noreturn void __real_exit(int status);
_Noreturn void __wrap_exit(int status);
_Noreturn void __wrap_exit(int status)
{
    if (!inside) {
        __real_exit(status);
    }
    longjmp(left, status + 1);
}

static int refuse(void)
{
    errno = EPERM;
    return -1;
}

#define REFUSED(function, ...)          \
    int __wrap_##function(__VA_ARGS__); \
    int __wrap_##function(__VA_ARGS__)  \
    {                                   \
        return refuse();                \
    }

REFUSED(fork, void)
REFUSED(execv, const char *path __attribute__((unused)), char *const *words __attribute__((unused)))
REFUSED(unlink, const char *path __attribute__((unused)))
REFUSED(unlinkat, int fd __attribute__((unused)), const char *path __attribute__((unused)),
        int flags __attribute__((unused)))
REFUSED(renameat, int fd __attribute__((unused)), const char *path __attribute__((unused)),
        int to_fd __attribute__((unused)), const char *to __attribute__((unused)))
REFUSED(kill, pid_t pid __attribute__((unused)), int number __attribute__((unused)))

char *__wrap_mkdtemp(char *template);
char *__wrap_mkdtemp(char *template)
{
    (void)template;
    refuse();
    return NULL;
}

/* A pattern can take any memory and time: whoever types it has to know. */
int __wrap_regcomp(regex_t *pattern, const char *text, int flags);
int __wrap_regcomp(regex_t *pattern, const char *text, int flags)
{
    (void)pattern;
    (void)text;
    (void)flags;
    return REG_ESPACE;
}

int __real_open(const char *path, int flags, ...);
int __wrap_open(const char *path, int flags, ...);
int __wrap_open(const char *path, int flags, ...)
{
    return (flags & (O_ACCMODE | O_CREAT)) == 0 ? __real_open(path, flags) : refuse();
}

int __real_openat(int fd, const char *path, int flags, ...);
int __wrap_openat(int fd, const char *path, int flags, ...);
int __wrap_openat(int fd, const char *path, int flags, ...)
{
    return (flags & (O_ACCMODE | O_CREAT)) == 0 ? __real_openat(fd, path, flags) : refuse();
}

static int split(char *words, size_t size, char *argv[WORDS_MAX + 1])
{
    int argc = 0;

    argv[argc++] = "recctrl";
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
    int jumped = setjmp(left);

    return jumped == 0 ? recctrl_main(argc, argv) : jumped - 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static FILE *nowhere;
    struct input input = {data, size};
    char *words = input_string(&input);
    char *argv[WORDS_MAX + 1];
    FILE *out = stdout, *err = stderr;
    int status;

    if (nowhere == NULL) {
        nowhere = fopen("/dev/null", "w");
        PROMISE(nowhere != NULL);
        setenv("HOME", "/nonexistent", 1);
        unsetenv("XDG_CACHE_HOME");
        unsetenv("RECCTRL_DIR");
    }
    int here = __real_open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    PROMISE(here >= 0 && chdir(RECORDINGS) == 0);
    optind = 0;
    inside = true;
    stdout = stderr = nowhere;
    status = run(split(words, size, argv), argv);
    stdout = out;
    stderr = err;
    inside = false;
    PROMISE(fchdir(here) == 0);
    close(here);
    PROMISE(status == EXIT_DONE || status == EXIT_FAILED || status == EXIT_USAGE);
    free(words);
    return 0;
}
