/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "record_log.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "panda_api.h"

/*
 * RR_log (panda/include/panda/rr/rr_log.h) begins with type and last_prog_point, then in 2024 a bool; then come the
 * file's name and its FILE. Which of the two it is shows where the name is.
 */
#define NAME_WORD_2021 2
#define NAME_WORD_2024 3

/* Smaller values than any pointer: flags. */
#define SMALLEST_POINTER 65536

/* The engine's FILE pointer within its log, or NULL where the layout is unknown. */
static FILE **find_file(void *rr_log, const char *path, int fd)
{
    uintptr_t *words = rr_log;
    struct stat expected, found;

    for (int i = NAME_WORD_2021; i <= NAME_WORD_2024; i++) {
        if (words[i] < SMALLEST_POINTER || strcmp((const char *)words[i], path) != 0) {
            continue;
        }
        FILE **file = (FILE **)&words[i + 1];
        if (fstat(fd, &expected) == 0 && fstat(fileno(*file), &found) == 0 && expected.st_ino == found.st_ino &&
            expected.st_dev == found.st_dev) {
            return file;
        }
    }
    return NULL;
}

bool record_log_create(FILE *log, struct error *error)
{
    uint64_t instructions = 0;
    int fd = memfd_create("recctrl", MFD_CLOEXEC);
    char path[64];

    if (fd < 0) {
        error_set(error, "no memory for the log");
        fclose(log);
        return false;
    }
    /* The engine can only open its log by a path, and aborts where that fails. */
    snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
    if (access(path, W_OK) != 0) {
        error_set(error, "%s can't be opened: is /proc mounted?", path);
        close(fd);
        fclose(log);
        return false;
    }
    rr_create_record_log(path);
    FILE **file = find_file(rr_nondet_log, path, fd);
    close(fd);
    if (file == NULL) {
        error_set(error, "this PANDA's log has a layout that recctrl does not know");
        fclose(log);
        return false;
    }
    fclose(*file);
    *file = log;
    /* What the engine wrote to its own file: a header that it rewrites at the end. */
    fwrite(&instructions, sizeof(instructions), 1, log);
    return true;
}
