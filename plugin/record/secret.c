/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "secret.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool read_secret(int fd, uint8_t secret[RECCTRL_SECRET_BYTES], struct error *error)
{
    char text[RECCTRL_SECRET_BYTES + 2];
    struct stat status;
    ssize_t length;
    bool is_longer, valid;

    if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) {
        return error_fail(error, "not a file");
    }
    if (status.st_mode & (S_IRWXG | S_IRWXO)) {
        return error_fail(error, "others have access to it; chmod 600 helps");
    }
    length = read(fd, text, sizeof(text));
    if (length < 0) {
        return error_fail(error, "%s", strerror(errno));
    }
    is_longer = length == sizeof(text);
    while (length > 0 && text[length - 1] == '\n') {
        length--;
    }
    valid = !is_longer && length >= SECRET_BYTES_MIN && length <= RECCTRL_SECRET_BYTES;
    if (valid) {
        memset(secret, 0, RECCTRL_SECRET_BYTES);
        memcpy(secret, text, (size_t)length);
    } else {
        error_set(error, "a secret has %d to %d bytes", SECRET_BYTES_MIN, RECCTRL_SECRET_BYTES);
    }
    explicit_bzero(text, sizeof(text));
    return valid;
}

bool secret_read(const char *path, uint8_t secret[RECCTRL_SECRET_BYTES], struct error *error)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    bool done;

    if (fd < 0) {
        return error_fail(error, "token_file=%s: %s", path, strerror(errno));
    }
    done = read_secret(fd, secret, error);
    if (!done) {
        error_prefix(error, "token_file=%s", path);
    }
    close(fd);
    return done;
}
