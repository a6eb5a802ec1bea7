/* SPDX-License-Identifier: 0BSD */
/* Finding a program as a shell does. */
#ifndef RECCTRLU_PROGRAM_H
#define RECCTRLU_PROGRAM_H

#define PROGRAM_PATH_BYTES 4096

/* How execve(2) is to be called. */
struct program {
    const char *path;
    char **arguments;               /* with argv[0], NULL at the end */
    char found[PROGRAM_PATH_BYTES]; /* where the program is */
};

/*
 * Finds words[0], in PATH unless it holds a slash. A script without #! goes to /bin/sh, for which words[0] and the
 * entry before it are overwritten. Returns 0, NOT_FOUND or NOT_EXECUTABLE.
 */
int program_find(struct program *program, char **words, char *const environment[]);

#endif
