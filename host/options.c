/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "options.h"

#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define MAX_OPTIONS 48
#define LONG_KEY 1000 /* above every letter: the first option of the table */
#define HELP_KEY (LONG_KEY + MAX_OPTIONS)
#define COLUMN 28

static void print_help(const struct usage *usage)
{
    printf("Usage: %s %s\n\n%s", usage->command, usage->synopsis, usage->text);
    printf("\nOptions:\n");
    for (const struct option_entry *option = usage->options; option->name; option++) {
        char head[64], letter[] = {'-', option->letter, ',', ' ', '\0'};
        snprintf(head, sizeof head, "  %s--%s%s%s", option->letter ? letter : "", option->name,
                 option->argument ? " " : "", option->argument ? option->argument : "");
        printf("%-*s%s%s\n", COLUMN, head, strlen(head) < COLUMN ? "" : "  ", option->help);
    }
    printf("%-*s%s\n", COLUMN, "  --help", "print this and exit");
}

int usage_error(const struct usage *usage, const char *format, ...)
{
    va_list arguments;

    fprintf(stderr, "%s: ", usage->command);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fprintf(stderr, " (see %s --help)\n", usage->command);
    return EXIT_USAGE;
}

/* What is wrong with WORD: KEY and optopt are getopt_long()'s, which has no word for a short form of several options. */
static const char *mistake(const struct usage *usage, int key, const char *word)
{
    size_t length = strcspn(word, "=");
    int meant = 0;

    if (key == ':') {
        return "option %s needs a value";
    }
    if (optopt >= LONG_KEY) {
        return "option %s takes no value";
    }
    for (const struct option_entry *option = usage->options; option->name && length > 2; option++) {
        meant += strncmp(word + 2, option->name, length - 2) == 0;
    }
    return meant > 1 ? "option %s is short for several" : "there is no option %s";
}

int options_next(const struct usage *usage, int argc, char **argv)
{
    struct option table[MAX_OPTIONS + 2] = {{0}};
    char letters[2 * MAX_OPTIONS + 2] = ":", *letter = letters + 1;
    int count = 0;

    for (; count < MAX_OPTIONS && usage->options[count].name; count++) {
        const struct option_entry *option = &usage->options[count];
        table[count] = (struct option){
            .name = option->name,
            .has_arg = option->argument ? required_argument : no_argument,
            .val = LONG_KEY + count,
        };
        if (option->letter) {
            *letter++ = option->letter;
            if (option->argument) {
                *letter++ = ':';
            }
        }
    }
    table[count] = (struct option){.name = "help", .has_arg = no_argument, .val = HELP_KEY};

    int at = optind ? optind : 1; /* getopt_long moves on before it reports a mistake */
    opterr = 0;
    optarg = NULL;
    int key = getopt_long(argc, argv, letters, table, NULL);
    if (key == -1) {
        return OPTIONS_DONE;
    }
    if (key == HELP_KEY) {
        print_help(usage);
        return OPTIONS_HELP;
    }
    if (key == ':' || key == '?') {
        const char *word = argv[optind > at ? optind - 1 : at];
        usage_error(usage, mistake(usage, key, word), word);
        return OPTIONS_WRONG;
    }
    if (key >= LONG_KEY) {
        return key - LONG_KEY;
    }
    int index = 0;
    while (usage->options[index].letter != key) {
        index++;
    }
    return index;
}

char **options_split(int *argc, char **argv)
{
    for (int i = 1; i < *argc; i++) {
        if (strcmp(argv[i], "--") == 0) {
            argv[i] = NULL;
            *argc = i;
            return &argv[i + 1];
        }
    }
    return NULL;
}

int options_status(int result)
{
    return result == OPTIONS_HELP ? EXIT_DONE : EXIT_USAGE;
}
