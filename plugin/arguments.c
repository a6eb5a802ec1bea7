/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "arguments.h"

#include <glib.h>
#include <stddef.h>
#include <string.h>

enum kind { KIND_YES_NO, KIND_NUMBER, KIND_PATH, KIND_CHOICE };

/* A choice is a boolean by two words. */
struct argument {
    const char *key;
    enum kind kind;
    size_t offset;      /* in struct settings */
    const char *yes, *no;
    uint32_t most;      /* of a number */
    const char *valid;  /* for messages */
};

#define SETTING(member) offsetof(struct settings, member)
#define SECONDS_MAX (366u * 24 * 3600)

static const struct argument arguments[] = {
    {"session_rec", KIND_YES_NO, SETTING(session_mode), "y", "n", 0, "y or n"},
    {"nrec", KIND_NUMBER, SETTING(recordings_max), NULL, NULL, UINT32_MAX, "a number of recordings, 0 for no limit"},
    {"dry", KIND_YES_NO, SETTING(dry), "y", "n", 0, "y or n"},
    {"timeout", KIND_NUMBER, SETTING(timeout_s), NULL, NULL, SECONDS_MAX,
     "a number of seconds up to 31622400, 0 for none"},
    {"dir", KIND_PATH, SETTING(directory), NULL, NULL, 0, "a directory that exists and can be written to"},
    {"snapshot", KIND_CHOICE, SETTING(fork_snapshot), "fork", "sync", 0, "fork or sync"},
    {"checksum", KIND_YES_NO, SETTING(checksum), "y", "n", 0, "y or n"},
};

/* The words that PANDA's own plugins take for a boolean. */
static const char *const yes_words[] = {"y", "yes", "true", "on", "1"};
static const char *const no_words[] = {"n", "no", "false", "off", "0"};

void settings_default(struct settings *settings)
{
    *settings = (struct settings){.fork_snapshot = true, .directory = "."};
}

static bool is_one_of(const char *value, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (g_ascii_strcasecmp(value, words[i]) == 0) {
            return true;
        }
    }
    return false;
}

static bool parse_yes_no(const char *value, bool *out)
{
    *out = is_one_of(value, yes_words, G_N_ELEMENTS(yes_words));
    return *out || is_one_of(value, no_words, G_N_ELEMENTS(no_words));
}

static bool parse_number(const char *value, uint32_t most, uint32_t *out)
{
    guint64 number;

    if (!g_ascii_string_to_unsigned(value, 10, 0, most, &number, NULL)) {
        return false;
    }
    *out = (uint32_t)number;
    return true;
}

static bool parse_choice(const struct argument *argument, const char *value, bool *out)
{
    *out = strcmp(value, argument->yes) == 0;
    return *out || strcmp(value, argument->no) == 0;
}

static bool parse_path(const char *value, char *out)
{
    return value[0] != '\0' && g_strlcpy(out, value, SETTINGS_PATH_SIZE) < SETTINGS_PATH_SIZE;
}

static bool parse(const struct argument *argument, const char *value, struct settings *settings)
{
    void *member = (char *)settings + argument->offset;

    switch (argument->kind) {
    case KIND_YES_NO:
        return parse_yes_no(value, member);
    case KIND_NUMBER:
        return parse_number(value, argument->most, member);
    case KIND_CHOICE:
        return parse_choice(argument, value, member);
    default:
        return parse_path(value, member);
    }
}

static void list_keys(char *text, size_t size)
{
    text[0] = '\0';
    for (size_t i = 0; i < G_N_ELEMENTS(arguments); i++) {
        g_strlcat(text, i == 0 ? "" : ", ", size);
        g_strlcat(text, arguments[i].key, size);
    }
}

bool settings_set(struct settings *settings, const char *key, const char *value, struct error *error)
{
    char keys[256];

    for (size_t i = 0; i < G_N_ELEMENTS(arguments); i++) {
        if (strcmp(key, arguments[i].key) == 0) {
            if (parse(&arguments[i], value, settings)) {
                return true;
            }
            error_set(error, "bad value \"%.100s\" for argument %s: it takes %s", value, key, arguments[i].valid);
            return false;
        }
    }
    list_keys(keys, sizeof(keys));
    error_set(error, "unknown argument \"%.100s\"; valid are %s", key, keys);
    return false;
}
