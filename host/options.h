/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A command's options: one table, from which both the parser and --help are made. */
#ifndef RECCTRL_HOST_OPTIONS_H
#define RECCTRL_HOST_OPTIONS_H

enum exit_status {
    EXIT_DONE = 0,
    EXIT_FAILED = 1, /* refused or failed, with the reason on stderr */
    EXIT_USAGE = 2,
};

/* One option. --help is understood without being listed. */
struct option_entry {
    const char *name;     /* without the dashes; NULL ends the table */
    char letter;          /* short form, or 0 */
    const char *argument; /* what --help calls its value; NULL: takes none */
    const char *help;     /* one line */
};

struct usage {
    const char *command;  /* "recctrl ls" */
    const char *synopsis; /* what follows the command's name */
    const char *text;     /* paragraphs for --help, each line ended */
    const struct option_entry *options;
};

/* options_next() returns the option's index in the table, or one of these. */
enum {
    OPTIONS_DONE = -1,  /* argv[optind] is the first operand */
    OPTIONS_HELP = -2,  /* --help has been printed: leave with EXIT_DONE */
    OPTIONS_WRONG = -3, /* the mistake has been printed: leave with EXIT_USAGE */
};

/*
 * The next option of argv, its value in optarg (NULL if it takes none). Options may stand between operands;
 * everything after "--" is an operand.
 */
int options_next(const struct usage *usage, int argc, char **argv);

/*
 * Cuts argv at its first "--", for commands that hand the rest to another program: what follows it,
 * NULL-terminated as argv is; NULL if there is no "--". Call it before options_next().
 */
char **options_split(int *argc, char **argv);

/* Leaves after OPTIONS_HELP or OPTIONS_WRONG: the exit status for it. */
int options_status(int result);

/* Prints "COMMAND: TEXT (see COMMAND --help)" and returns EXIT_USAGE. */
int usage_error(const struct usage *usage, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
