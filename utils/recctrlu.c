/* SPDX-License-Identifier: 0BSD */
/* recctrlu: has the host record this machine. Reads the command line and hands it to the subcommand. */
#include "command.h"
#include "print.h"
#include "sys/sys.h"
#include "text.h"

static const struct command {
    const char *name;
    unsigned takes;
    command_main *main;
    const char *synopsis;
} commands[] = {
#define COMMAND(name, takes, synopsis, summary) {#name, takes, name##_main, synopsis},
#include "commands.h"
#undef COMMAND
};

#define COMMANDS (sizeof(commands) / sizeof(*commands))

static int usage(const struct command *command)
{
    print_error("usage: recctrlu ", command->name, *command->synopsis ? " " : "", command->synopsis);
    return USAGE;
}

static int wrong(const struct command *command, const char *what, const char *word)
{
    print_error("recctrlu: ", command->name, ": ", what, word);
    return usage(command);
}

enum option { NO_OPTION, OPTION, OPTION_WITHOUT_VALUE };

/* Whether words[*at] is the option `name`; then takes its value, and *at goes on to the option's last word. */
static enum option option(char **words, int count, int *at, const char *name, const char **value)
{
    const char *rest = text_after(words[*at], name);

    if (rest == NULL || (*rest != '\0' && *rest != '=')) {
        return NO_OPTION;
    }
    if (*rest == '=') {
        *value = rest + 1;
        return OPTION;
    }
    if (*at + 1 == count) {
        return OPTION_WITHOUT_VALUE;
    }
    *value = words[++*at];
    return OPTION;
}

/* The same for all options of the command. */
static enum option any_option(unsigned takes, char **words, int count, int *at, struct arguments *arguments)
{
    enum option found = NO_OPTION;

    if (takes & TAKES_NOTE) {
        found = option(words, count, at, "--note", &arguments->note);
    }
    if (found == NO_OPTION && (takes & TAKES_SESSION)) {
        found = option(words, count, at, "--session", &arguments->session);
    }
    if (found == NO_OPTION && (takes & TAKES_SYSLOG) && text_equal(words[*at], "--syslog")) {
        arguments->syslog = 1;
        found = OPTION;
    }
    return found;
}

/* Takes the words behind the subcommand apart. Returns DONE or USAGE, which has been said. */
static int parse(const struct command *command, int count, char **words, struct arguments *arguments)
{
    int options = 1;

    for (int i = 0; i < count; i++) {
        const char *word = words[i];
        int is_end = options && text_equal(word, "--");
        enum option found = options ? any_option(command->takes, words, count, &i, arguments) : NO_OPTION;

        if (is_end && (command->takes & TAKES_PROGRAM) && arguments->name != NULL) {
            arguments->program = &words[i + 1];
            return DONE;
        }
        if (found == OPTION_WITHOUT_VALUE) {
            return wrong(command, "a value is missing behind ", word);
        }
        if (is_end) {
            options = 0;
        } else if (found == NO_OPTION && options && text_after(word, "--")) {
            return wrong(command, "there is no option ", word);
        } else if (found == NO_OPTION && (!(command->takes & TAKES_NAME) || arguments->name != NULL)) {
            return wrong(command, "one word too many: ", word);
        } else if (found == NO_OPTION) {
            arguments->name = word;
            options = options || (command->takes & TAKES_PROGRAM);
        }
    }
    return DONE;
}

static int check_arguments(const struct command *command, const struct arguments *arguments)
{
    if ((command->takes & TAKES_NAME) && arguments->name == NULL) {
        return wrong(command, "NAME is missing", "");
    }
    if (arguments->name != NULL && !text_is_name(arguments->name, RECCTRL_NAME_BYTES)) {
        return wrong(command, "a name has 1 to 127 bytes of " NAME_RULE, "");
    }
    if (arguments->session != NULL && !text_is_name(arguments->session, RECCTRL_SESSION_BYTES)) {
        return wrong(command, "a session's ID has 1 to 63 bytes of " NAME_RULE, "");
    }
    if (arguments->note != NULL && !text_is_note(arguments->note, RECCTRL_NOTE_BYTES)) {
        return wrong(command, "a note has at most 223 bytes of UTF-8 without control characters", "");
    }
    if ((command->takes & TAKES_PROGRAM) && (arguments->program == NULL || *arguments->program == NULL)) {
        return wrong(command, "-- CMD is missing", "");
    }
    return DONE;
}

static int unknown(const char *word)
{
    print_error("recctrlu: there is no command \"", word, "\"; \"recctrlu help\" lists those there are");
    return USAGE;
}

/* ARM's answer where nobody takes the call. */
static void on_illegal_instruction(int signal)
{
    (void)signal;
    sys_exit(command_absent());
}

int recctrlu_main(int count, char **words, char **environment)
{
    struct arguments arguments = {.environment = environment};
    const struct command *command = commands;
    int status;

    print_to_syslog(NULL, NULL);
    if (count < 2) {
        print_error("usage: recctrlu COMMAND [ARG...]; \"recctrlu help\" lists the commands");
        return USAGE;
    }
    if (text_equal(words[1], "--version")) {
        print_line("recctrlu " RECCTRLU_VERSION);
        return DONE;
    }
    if (text_equal(words[1], "--help") || text_equal(words[1], "-h")) {
        return help_main(&arguments);
    }
    while (!text_equal(command->name, words[1])) {
        if (++command == commands + COMMANDS) {
            return unknown(words[1]);
        }
    }
    if (count > 2 && text_equal(words[2], "--help")) {
        return help_main(&arguments);
    }
    arguments.command = command->name;
    status = parse(command, count - 2, words + 2, &arguments);
    if (status == DONE) {
        status = check_arguments(command, &arguments);
    }
    if (status != DONE) {
        return status;
    }
    if (arguments.syslog) {
        print_to_syslog(command->name, arguments.session != NULL ? arguments.session : arguments.name);
    }
    sys_on_illegal_instruction(on_illegal_instruction);
    return command->main(&arguments);
}
