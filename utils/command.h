/* SPDX-License-Identifier: 0BSD */
/* What the subcommands have in common: one file for each in command/, one line for each in commands.h. */
#ifndef RECCTRLU_COMMAND_H
#define RECCTRLU_COMMAND_H

#include "recctrl/abi.h"

enum exit_status {
    DONE = 0,
    REFUSED = 1,            /* refused or failed: the reason is on standard error */
    USAGE = 2,              /* wrong usage */
    NOT_EXECUTABLE = 126,   /* run: as a shell says it */
    NOT_FOUND = 127,
    ENDED_BY_SIGNAL = 128,  /* run: plus the signal's number */
    ABSENT = 69,            /* no recctrl in this machine */
};

/* A subcommand's arguments, each valid or NULL. */
struct arguments {
    const char *command;  /* the subcommand's name */
    const char *name;     /* of the recording */
    const char *session;  /* identity */
    const char *note;
    int syslog;           /* speak to syslog instead of whoever called */
    char **program;       /* run: the command and its arguments, in argv, with two or more entries before it */
    char **environment;
};

/* What a subcommand takes. */
enum {
    TAKES_NAME = 1,
    TAKES_SESSION = 2,
    TAKES_NOTE = 4,
    TAKES_PROGRAM = 8,
#ifdef _WIN32
    TAKES_SYSLOG = 0,
#else
    TAKES_SYSLOG = 16,
#endif
};

/* Returns the exit status. */
typedef int command_main(const struct arguments *arguments);

#define COMMAND(name, takes, synopsis, summary) command_main name##_main;
#include "commands.h"
#undef COMMAND

/* The whole program; returns its exit status. */
int recctrlu_main(int count, char **words, char **environment);

/*
 * Fills a request of this action with the arguments, and with the secret where this guest has one. Returns DONE, or
 * REFUSED where the secret's file is unusable, which has been said.
 */
int command_request(struct recctrl_request *request, uint32_t action, const struct arguments *arguments);

/* Says why a call failed, or that there is no recctrl. Returns the exit status. */
int command_failed(const struct arguments *arguments, int32_t answer);

/* Says as the first recctrlu does how a call went: start, stop, neither. */
int command_succeeded(int32_t answer);

/* Makes the call with the arguments and says how it went. Returns the exit status. */
int command_call(uint32_t action, const struct arguments *arguments);

/* The second half of that: says what the answer means. Returns the exit status. */
int command_answered(uint32_t action, const struct arguments *arguments, int32_t answer);

/* The same by contract 1. */
int command_call1(int32_t action, const struct arguments *arguments);

/* Says that there is no recctrl. Returns the exit status. */
int command_absent(void);

#endif
