/* SPDX-License-Identifier: 0BSD */
#include "program.h"

#include "command.h"
#include "sys/sys.h"
#include "text.h"

#define PATH_DEFAULT "/usr/local/bin:/usr/bin:/bin"

static char shell[] = "/bin/sh";

static const char *search_path(char *const environment[])
{
    for (; *environment != NULL; environment++) {
        const char *value = text_after(*environment, "PATH=");
        if (value != NULL) {
            return value;
        }
    }
    return PATH_DEFAULT;
}

static int holds_slash(const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '/') {
            return 1;
        }
    }
    return 0;
}

/* Joins a directory of `length` bytes (0: the working directory) and a file. Returns 0 where the path is too long. */
static int join(char path[PROGRAM_PATH_BYTES], const char *directory, size_t length, const char *file)
{
    size_t file_length = text_length(file);
    size_t i = 0;

    if (length + file_length + 2 > PROGRAM_PATH_BYTES) {
        return 0;
    }
    for (; i < length; i++) {
        path[i] = directory[i];
    }
    if (length > 0) {
        path[i++] = '/';
    }
    for (size_t j = 0; j <= file_length; j++) {
        path[i + j] = file[j];
    }
    return 1;
}

static int is_directory(const char *path)
{
    char byte;

    return sys_read_file(path, &byte, 1) == -SYS_EISDIR;
}

static int check(const char *path)
{
    long result = sys_may_execute(path);

    if (result == -SYS_ENOENT || result == -SYS_ENOTDIR) {
        return NOT_FOUND;
    }
    return result < 0 || is_directory(path) ? NOT_EXECUTABLE : 0;
}

static int search(struct program *program, const char *name, const char *directories)
{
    int found = NOT_FOUND;

    for (;;) {
        size_t length = 0;
        while (directories[length] != '\0' && directories[length] != ':') {
            length++;
        }
        if (join(program->found, directories, length, name)) {
            int result = check(program->found);
            if (result == 0) {
                return 0;
            }
            found = result == NOT_EXECUTABLE ? result : found;
        }
        if (directories[length] == '\0') {
            return found;
        }
        directories += length + 1;
    }
}

/* Whether the kernel would not take it but a shell does: text without #!. What can't be read is the kernel's. */
static int is_plain_script(const char *path)
{
    char head[64] = "";
    long length = sys_read_file(path, head, sizeof(head));

    if (length <= 0 || head[0] == '\x7f' || (head[0] == '#' && head[1] == '!')) {
        return 0;
    }
    for (long i = 0; i < length && head[i] != '\n'; i++) {
        if (head[i] == '\0') {
            return 0;
        }
    }
    return 1;
}

int program_find(struct program *program, char **words, char *const environment[])
{
    int result;

    if (words[0][0] == '\0') {
        return NOT_FOUND;
    }
    if (!holds_slash(words[0])) {
        result = search(program, words[0], search_path(environment));
    } else {
        result = join(program->found, "", 0, words[0]) ? check(program->found) : NOT_FOUND;
    }
    program->path = program->found;
    program->arguments = words;
    if (result == 0 && is_plain_script(program->found)) {
        words[0] = program->found;
        words[-1] = shell;
        program->path = shell;
        program->arguments = words - 1;
    }
    return result;
}
