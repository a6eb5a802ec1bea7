/* SPDX-License-Identifier: 0BSD */
#include "options.h"

#include <security/pam_ext.h>
#include <string.h>
#include <syslog.h>

#include "name.h"

/* The value where `argument` is KEY=VALUE, `key` including its "=". */
static const char *value_of(const char *argument, const char *key)
{
    size_t length = strlen(key);

    return strncmp(argument, key, length) == 0 ? argument + length : NULL;
}

static bool wrong(pam_handle_t *pamh, const char *argument, const char *valid)
{
    pam_syslog(pamh, LOG_ERR, "argument \"%s\": %s; nothing is recorded", argument, valid);
    return false;
}

static bool parse_list(const char **list, pam_handle_t *pamh, const char *argument, const char *value)
{
    *list = value;
    return value[strspn(value, ",")] != '\0' || wrong(pamh, argument, "a list of names with commas is missing");
}

static bool parse_one(struct options *options, pam_handle_t *pamh, const char *argument)
{
    const char *value;

    if (strcmp(argument, "required") == 0 || strcmp(argument, "debug") == 0) {
        return true;
    }
    if ((value = value_of(argument, "users="))) {
        return parse_list(&options->users, pamh, argument, value);
    }
    if ((value = value_of(argument, "groups="))) {
        return parse_list(&options->groups, pamh, argument, value);
    }
    if ((value = value_of(argument, "exclude="))) {
        return parse_list(&options->exclude, pamh, argument, value);
    }
    if ((value = value_of(argument, "name="))) {
        options->name = value;
        return name_pattern_is_valid(value) || wrong(pamh, argument, NAME_PATTERN_RULE);
    }
    if ((value = value_of(argument, "token_file="))) {
        options->token_file = value;
        return value[0] == '/' || wrong(pamh, argument, "an absolute path is needed");
    }
    return wrong(pamh, argument, "unknown; known are users= groups= exclude= name= token_file= required debug");
}

bool options_parse(struct options *options, pam_handle_t *pamh, int argc, const char **argv)
{
    bool valid = true;

    *options = (struct options){.name = NAME_PATTERN_DEFAULT};
    for (int i = 0; i < argc; i++) {
        options->required |= strcmp(argv[i], "required") == 0;
        options->debug |= strcmp(argv[i], "debug") == 0;
    }
    for (int i = 0; i < argc; i++) {
        valid &= parse_one(options, pamh, argv[i]);
    }
    return valid;
}
