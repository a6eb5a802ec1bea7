/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Runs a target over files, and over all that is in folders, without libFuzzer: seeds and what once went wrong. Prints
 * TAP; a target that breaks a promise, or hangs, ends the program, which then says by which file.
 */
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/stat.h>

#include "input.h"

#define INPUT_MAX (1 << 20)

#define SECONDS_MAX 60

static unsigned run;
static const char *current;

/* The sanitizers' way of telling that they end the process. */
__attribute__((weak)) void __sanitizer_set_death_callback(void (*callback)(void));

static bool say(const char *text)
{
    return write(STDOUT_FILENO, text, strlen(text)) >= 0;
}

static void tell_current(void)
{
    if (!say("not ok - ") || !say(current) || !say("\n")) {
        _exit(1);
    }
}

static void on_signal(int number)
{
    tell_current();
    signal(number, SIG_DFL);
    raise(number);
}

static void run_file(const char *path)
{
    static uint8_t buffer[INPUT_MAX];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t size = fd >= 0 ? read(fd, buffer, sizeof(buffer)) : -1;

    if (size < 0) {
        printf("Bail out! can't read %s\n", path);
        exit(1);
    }
    close(fd);
    /* Of exactly its size, so that a sanitizer sees each byte read beyond it. */
    uint8_t *copy = malloc(size > 0 ? (size_t)size : 1);
    PROMISE(copy != NULL);
    memcpy(copy, buffer, (size_t)size);
    current = path;
    alarm(SECONDS_MAX);
    LLVMFuzzerTestOneInput(copy, (size_t)size);
    free(copy);
    printf("ok %u - %s\n", ++run, path);
    fflush(stdout);
}

static void run_folder(const char *path)
{
    struct dirent **entries;
    int count = scandir(path, &entries, NULL, alphasort);

    for (int i = 0; i < count; i++) {
        char file[4096];
        snprintf(file, sizeof(file), "%s/%s", path, entries[i]->d_name);
        if (entries[i]->d_name[0] != '.') {
            run_file(file);
        }
        free(entries[i]);
    }
    if (count >= 0) {
        free(entries);
    }
}

int main(int argc, char **argv)
{
    signal(SIGABRT, on_signal);
    signal(SIGALRM, on_signal);
    if (__sanitizer_set_death_callback != NULL) {
        __sanitizer_set_death_callback(tell_current);
    } else {
        signal(SIGSEGV, on_signal);
    }
    for (int i = 1; i < argc; i++) {
        struct stat status;
        if (stat(argv[i], &status) == 0 && S_ISDIR(status.st_mode)) {
            run_folder(argv[i]);
        } else {
            run_file(argv[i]);
        }
    }
    printf("1..%u\n", run);
    return run > 0 ? 0 : 1;
}
