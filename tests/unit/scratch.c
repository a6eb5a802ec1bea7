/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "scratch.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define NOBODY 65534

char scratch[64];

int scratch_enter(void **state)
{
    (void)state;
    strcpy(scratch, "/tmp/recctrl-unit-XXXXXX");
    return mkdtemp(scratch) != NULL ? 0 : -1;
}

static int delete(const char *path, const struct stat *status, int type, struct FTW *ftw)
{
    (void)status;
    (void)type;
    (void)ftw;
    return remove(path);
}

int scratch_leave(void **state)
{
    (void)state;
    return nftw(scratch, delete, 8, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
}

const char *scratch_path(const char *file)
{
    static char paths[4][512];
    static int next;
    char *path = paths[next++ % 4];

    snprintf(path, sizeof(paths[0]), "%s/%s", scratch, file);
    return path;
}

void scratch_write(const char *file, const char *text)
{
    int fd = open(scratch_path(file), O_WRONLY | O_CREAT | O_TRUNC, 0600);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    close(fd);
}

const char *scratch_read(const char *file)
{
    static char text[1 << 16];
    int fd = open(scratch_path(file), O_RDONLY);
    ssize_t length;

    assert_true(fd >= 0);
    length = read(fd, text, sizeof(text) - 1);
    assert_true(length >= 0);
    close(fd);
    text[length] = '\0';
    return text;
}

bool scratch_has(const char *file)
{
    struct stat status;

    return lstat(scratch_path(file), &status) == 0;
}

static int counted;

static int count(const char *path, const struct stat *status, int type, struct FTW *ftw)
{
    (void)path;
    (void)status;
    (void)type;
    counted += ftw->level == 1;
    return 0;
}

int scratch_count(void)
{
    counted = 0;
    nftw(scratch, count, 8, FTW_PHYS | FTW_MOUNT);
    return counted;
}

int scratch_as_nobody(int (*function)(void))
{
    int status;
    pid_t pid = fork();

    if (pid == 0) {
        if (geteuid() == 0 && (setresgid(NOBODY, NOBODY, NOBODY) != 0 || setresuid(NOBODY, NOBODY, NOBODY) != 0)) {
            _exit(126);
        }
        _exit(function());
    }
    assert_true(pid > 0);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    assert_int_not_equal(WEXITSTATUS(status), 126);
    return WEXITSTATUS(status);
}
