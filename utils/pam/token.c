/* SPDX-License-Identifier: 0BSD */
#include "token.h"

#include <errno.h>
#include <fcntl.h>
#include <security/pam_modutil.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The host takes no shorter one. */
#define SECRET_BYTES_MIN 16

static const char *read_from(int fd, uint8_t token[RECCTRL_SECRET_BYTES])
{
    struct stat status;
    char text[RECCTRL_SECRET_BYTES + 2];

    if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) {
        return "it is no file";
    }
    if ((status.st_uid != 0 && status.st_uid != geteuid()) || (status.st_mode & (S_IRWXG | S_IRWXO))) {
        return "others than root have access to it";
    }
    int length = pam_modutil_read(fd, text, sizeof(text));
    if (length < 0) {
        return strerror(errno);
    }
    while (length > 0 && text[length - 1] == '\n') {
        length--;
    }
    bool valid = length >= SECRET_BYTES_MIN && length <= RECCTRL_SECRET_BYTES;
    if (valid) {
        memset(token, 0, RECCTRL_SECRET_BYTES);
        memcpy(token, text, (size_t)length);
    }
    explicit_bzero(text, sizeof(text));
    return valid ? NULL : "a secret has 16 to 64 bytes";
}

const char *token_read(const char *path, uint8_t token[RECCTRL_SECRET_BYTES])
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);

    if (fd < 0) {
        return strerror(errno);
    }
    const char *failure = read_from(fd, token);
    close(fd);
    return failure;
}
