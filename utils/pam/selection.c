/* SPDX-License-Identifier: 0BSD */
#include "selection.h"

#include <security/pam_modutil.h>
#include <string.h>

typedef bool matcher(pam_handle_t *pamh, const char *user, const char *entry);

static bool is_the_user(pam_handle_t *pamh, const char *user, const char *entry)
{
    (void)pamh;
    return strcmp(user, entry) == 0;
}

static bool is_member(pam_handle_t *pamh, const char *user, const char *entry)
{
    return pam_modutil_user_in_group_nam_nam(pamh, user, entry);
}

/* Whether `matches` holds for one entry of the list; longer entries than any name are no user's and no group's. */
static bool any_entry(pam_handle_t *pamh, const char *list, const char *user, matcher *matches)
{
    char entry[256];

    for (const char *p = list; p && *p; p += strspn(p, ",")) {
        size_t length = strcspn(p, ",");
        if (length > 0 && length < sizeof(entry)) {
            memcpy(entry, p, length);
            entry[length] = '\0';
            if (matches(pamh, user, entry)) {
                return true;
            }
        }
        p += length;
    }
    return false;
}

bool user_is_selected(pam_handle_t *pamh, const struct options *options, const char *user)
{
    bool everybody = !options->users && !options->groups;

    if (any_entry(pamh, options->exclude, user, is_the_user)) {
        return false;
    }
    return everybody || any_entry(pamh, options->users, user, is_the_user) ||
           any_entry(pamh, options->groups, user, is_member);
}
