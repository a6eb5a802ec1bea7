/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The files of a recording: created so that nothing is overwritten and no guest's name leaves the directory. */
#ifndef RECCTRL_RECORD_FILES_H
#define RECCTRL_RECORD_FILES_H

#include <stdbool.h>
#include <stdint.h>

#include "common/error.h"

/* A guest's name of at most 127 bytes, an underscore, a number and the NUL. */
#define RECORDING_NAME_SIZE 144

/* The directory that all recordings of this run go to. */
struct recording_directory {
    int fd;              /* open for reading, for openat() and fsync() */
    char *path;          /* absolute */
    uint32_t next_number; /* of the next numbered recording of this run */
};

struct recording_files {
    char name[RECORDING_NAME_SIZE];
    int snapshot_fd; /* NAME-rr-snp, empty, mode 0600 */
    int log_fd;      /* NAME-rr-nondet.log, the same */
    int clock_fd;    /* NAME-rr-clock, the same */
};

/* Opens the directory; false with the reason where it does not exist, is no directory or can't be written to. */
bool recording_directory_open(struct recording_directory *directory, const char *path, struct error *error);
void recording_directory_close(struct recording_directory *directory);

/*
 * Creates the three files of a new recording: NAME_000, NAME_001… (the first number from next_number on of which no
 * file exists) or, where `plain`, NAME itself. Returns 0 or RECCTRL_ERROR_EXISTS, _DIRECTORY or _NO_SPACE with the
 * reason in *error; then no file is left.
 */
int32_t recording_files_create(struct recording_files *files, struct recording_directory *directory,
                               const char *name, bool plain, struct error *error);

/* Closes all three. */
void recording_files_close(struct recording_files *files);

/* Closes and deletes them: for a start that failed. */
void recording_files_discard(struct recording_files *files, const struct recording_directory *directory);

#endif
