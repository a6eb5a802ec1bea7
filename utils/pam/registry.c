/* SPDX-License-Identifier: 0BSD */
#include "registry.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "recctrl/sessions.h"

/* Makes the directory, if need be, and opens it. Returns a descriptor or -1 with errno. */
static int open_directory(void)
{
    int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
    int fd = open(RECCTRL_SESSIONS_DIRECTORY, flags);

    if (fd < 0 && errno == ENOENT) {
        mkdir(RECCTRL_SESSIONS_PARENT, 0700);
        mkdir(RECCTRL_SESSIONS_DIRECTORY, 0700);
        fd = open(RECCTRL_SESSIONS_DIRECTORY, flags);
    }
    return fd;
}

int registry_add(const char *identity, const char *note)
{
    int directory = open_directory();
    if (directory < 0) {
        return errno;
    }
    int fd = openat(directory, identity, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
    int failure = fd < 0 ? errno : dprintf(fd, "%s\n", note) < 0 ? errno : 0;
    if (fd >= 0) {
        close(fd);
    }
    close(directory);
    return failure;
}

int registry_remove(const char *identity)
{
    int directory = open(RECCTRL_SESSIONS_DIRECTORY, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0) {
        return errno == ENOENT ? 0 : errno;
    }
    int failure = unlinkat(directory, identity, 0) != 0 && errno != ENOENT ? errno : 0;
    close(directory);
    return failure;
}
