/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host/command.h"
#include "host/options.h"
#include "host/packing.h"
#include "host/prune.h"
#include "host/remove.h"
#include "host/text.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { DIRECTORY, OLDER_THAN, KEEP, MAX_TOTAL, YES };

static const struct option_entry options[] = {
    {"dir", 'd', "DIRECTORY", "where the recordings are (default: $RECCTRL_DIR, or .)"},
    {"older-than", 0, "AGE", "delete what began longer ago: 90m, 12h, 30d, 8w"},
    {"keep", 0, "N", "delete all but the N newest"},
    {"max-total", 0, "BYTES", "delete the oldest until all together have at most that size: 500M, 20G, 1T"},
    {"yes", 'y', NULL, "do not ask"},
    {0},
};

static const struct usage usage = {
    "recctrl prune",
    "[OPTION…]",
    "Deletes old recordings: those that any of the limits says. Shows them and asks before.\n"
    "What is being recorded stays, and so does what another recording, which stays, is packed\n"
    "against.\n",
    options,
};

/* A number and one of the letters of UNITS, each worth as much as FACTORS says. -1: it is none. */
static int64_t parse(const char *text, const char *units, const int64_t *factors)
{
    char *end;
    if (*text < '0' || *text > '9') {
        return -1;
    }
    long long number = strtoll(text, &end, 10);
    const char *unit = *end ? strchr(units, *end) : NULL;
    int64_t factor = unit ? factors[unit - units] : *end ? -1 : factors[strlen(units)];
    if (factor <= 0 || (unit && end[1]) || number > INT64_MAX / factor) {
        return -1;
    }
    return number * factor;
}

static int64_t parse_age(const char *text)
{
    static const int64_t factors[] = {60000, 3600000, 86400000, 604800000, -1};
    return parse(text, "mhdw", factors);
}

static int64_t parse_bytes(const char *text)
{
    static const int64_t factors[] = {1000, 1000000, 1000000000, 1000000000000, 1};
    return parse(text, "KMGT", factors);
}

static int64_t parse_count(const char *text)
{
    static const int64_t factors[] = {1};
    return parse(text, "", factors);
}

static bool is_yes(void)
{
    char answer[8] = "";
    return isatty(STDIN_FILENO) && fgets(answer, sizeof answer, stdin) &&
           (answer[0] == 'y' || answer[0] == 'Y');
}

/* Shows what is to go, and returns how many that are. */
static size_t show(const struct listing *listing, const bool *victims)
{
    size_t count = 0;
    uint64_t bytes = 0;
    char text[TEXT_SIZE];

    for (size_t i = 0; i < listing->count; i++) {
        const struct recording *recording = &listing->recordings[i];
        if (victims[i]) {
            printf("%s  ", text_time(text, recording->manifest.started_ms));
            print_safely(stdout, recording->name);
            printf("  %s\n", text_bytes(text, recording->bytes));
            bytes += recording->bytes;
            count++;
        }
    }
    printf("%zu of %zu recordings, %s\n", count, listing->count, text_bytes(text, bytes));
    fflush(stdout);
    return count;
}

/* First those that are packed against another, then what they needed. */
static int delete (const struct listing *listing, const bool *victims)
{
    int status = EXIT_DONE;
    for (int round = 0; round < 2; round++) {
        for (size_t i = 0; i < listing->count; i++) {
            const struct recording *recording = &listing->recordings[i];
            struct error error;
            char *against = victims[i] ? packed_against(recording) : NULL;
            if (victims[i] && (against != NULL) == (round == 0) && !recording_remove(recording, &error)) {
                complain("recctrl prune", &error);
                status = EXIT_FAILED;
            }
            free(against);
        }
    }
    return status;
}

static int prune(const char *directory, const struct prune_limits *limits, bool yes)
{
    struct listing listing;
    struct error error;
    struct timespec now;

    if (!listing_read(directory, &listing, &error)) {
        complain("recctrl prune", &error);
        return EXIT_FAILED;
    }
    clock_gettime(CLOCK_REALTIME, &now);
    bool *victims = calloc(listing.count + 1, sizeof *victims);
    int status = EXIT_FAILED;
    if (!victims) {
        fprintf(stderr, "recctrl prune: memory is short\n");
    } else {
        prune_choose(&listing, limits, (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000, victims);
        if (show(&listing, victims) == 0) {
            status = EXIT_DONE;
        } else if (!yes && (fputs("Delete them? [y/N] ", stderr), !is_yes())) {
            fprintf(stderr, "recctrl prune: nothing was deleted; --yes does it without asking\n");
        } else {
            status = delete (&listing, victims);
        }
    }
    free(victims);
    listing_free(&listing);
    return status;
}

int command_prune(int argc, char **argv)
{
    struct prune_limits limits = {-1, -1, -1};
    const char *directory = default_directory();
    bool yes = false;
    int option;

    while ((option = options_next(&usage, argc, argv)) != OPTIONS_DONE) {
        switch (option) {
        case DIRECTORY:
            directory = optarg;
            break;
        case OLDER_THAN:
            if ((limits.max_age_ms = parse_age(optarg)) < 0) {
                return usage_error(
                    &usage, "--older-than takes a time such as 90m, 12h, 30d or 8w, not \"%s\"", optarg);
            }
            break;
        case KEEP:
            if ((limits.keep = parse_count(optarg)) < 0) {
                return usage_error(&usage, "--keep takes a number, not \"%s\"", optarg);
            }
            break;
        case MAX_TOTAL:
            if ((limits.max_bytes = parse_bytes(optarg)) < 0) {
                return usage_error(&usage, "--max-total takes a size such as 500M or 20G, not \"%s\"",
                                   optarg);
            }
            break;
        case YES:
            yes = true;
            break;
        default:
            return options_status(option);
        }
    }
    if (optind < argc) {
        return usage_error(&usage, "\"%s\" is no option; recctrl rm deletes by name", argv[optind]);
    }
    if (limits.max_age_ms < 0 && limits.keep < 0 && limits.max_bytes < 0) {
        return usage_error(&usage, "say which: --older-than, --keep or --max-total");
    }
    return prune(directory, &limits, yes);
}
