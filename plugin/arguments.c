/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "arguments.h"

#include <glib.h>
#include <stddef.h>
#include <string.h>

enum kind { KIND_YES_NO, KIND_NUMBER, KIND_BYTES, KIND_PATH, KIND_CHOICE };

/* A choice is a boolean by two words. */
struct argument {
    const char *key;
    enum kind kind;
    size_t offset;      /* in struct settings */
    const char *yes, *no;
    uint32_t least, most; /* of a number */
    const char *valid;  /* for messages */
};

#define SETTING(member) offsetof(struct settings, member)
#define SECONDS_MAX (366u * 24 * 3600)

#define YES_NO(key, member) {key, KIND_YES_NO, SETTING(member), "y", "n", 0, 0, "y or n"}
#define NUMBER(key, member, least, most, valid) {key, KIND_NUMBER, SETTING(member), NULL, NULL, least, most, valid}
#define BYTES(key, member) \
    {key, KIND_BYTES, SETTING(member), NULL, NULL, 0, 0, "bytes, also as 500K, 20M or 3G, 0 for no limit"}
#define PATH(key, member, valid) {key, KIND_PATH, SETTING(member), NULL, NULL, 0, 0, valid}

static const struct argument arguments[] = {
    YES_NO("session_rec", controller.session_mode),
    NUMBER("nrec", controller.recordings_max, 0, UINT32_MAX, "a number of recordings, 0 for no limit"),
    YES_NO("dry", controller.dry),
    NUMBER("timeout", limits.seconds, 0, SECONDS_MAX, "a number of seconds up to 31622400, 0 for none"),
    PATH("dir", directory, "a directory that exists and can be written to"),
    {"snapshot", KIND_CHOICE, SETTING(fork_snapshot), "fork", "sync", 0, 0, "fork or sync"},
    YES_NO("checksum", checksum),
    YES_NO("pack", pack),
    PATH("on_record", on_record, "a program that runs after each recording"),
    NUMBER("max_starts", controller.starts_per_minute, 0, 60000, "a number of starts a minute up to 60000, 0 for no limit"),
    NUMBER("max_sessions", controller.sessions_max, 1, 65536, "a number of sessions from 1 to 65536"),
    NUMBER("max_calls", calls_per_minute, 0, 6000000, "a number of calls a minute up to 6000000, 0 for no limit"),
    BYTES("max_size", limits.log_bytes),
    BYTES("min_free", limits.free_bytes),
    PATH("token_file", token_file, "a file with the secret, of 16 to 64 bytes, that only you can read"),
};

/* The words that PANDA's own plugins take for a boolean. */
static const char *const yes_words[] = {"y", "yes", "true", "on", "1"};
static const char *const no_words[] = {"n", "no", "false", "off", "0"};

void settings_default(struct settings *settings)
{
    *settings = (struct settings){
        .controller = {.starts_per_minute = 120, .sessions_max = 1024},
        .limits = {.free_bytes = 64u << 20},
        .calls_per_minute = 60000,
        .directory = ".",
        .fork_snapshot = true,
    };
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

static bool parse_number(const struct argument *argument, const char *value, uint32_t *out)
{
    guint64 number;

    if (!g_ascii_string_to_unsigned(value, 10, argument->least, argument->most, &number, NULL)) {
        return false;
    }
    *out = (uint32_t)number;
    return true;
}

/* Digits and at most one of K, M, G, T, as powers of 1024. */
static bool parse_bytes(const char *value, uint64_t *out)
{
    static const char units[] = "KMGT";
    char *digits = g_strdup(value);
    size_t length = strlen(digits);
    const char *unit = length > 0 ? strchr(units, g_ascii_toupper(digits[length - 1])) : NULL;
    unsigned int shift = 0;
    guint64 number;
    bool valid;

    if (unit != NULL) {
        digits[length - 1] = '\0';
        shift = 10 * (unsigned int)(unit - units + 1);
    }
    valid = g_ascii_string_to_unsigned(digits, 10, 0, UINT64_MAX >> shift, &number, NULL);
    *out = valid ? number << shift : 0;
    g_free(digits);
    return valid;
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
        return parse_number(argument, value, member);
    case KIND_BYTES:
        return parse_bytes(value, member);
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
