/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "manifest_json.h"

#include "bytes.h"
#include "members.h"
#include "timestamp.h"

#include <stdlib.h>

static json_t *string_to_json(const char *bytes)
{
    if (strlen(bytes) > MANIFEST_MAX_STRING) {
        return NULL;
    }
    char *text = bytes_to_text(bytes);
    json_t *value = text ? json_string(text) : NULL;
    free(text);
    return value;
}

static json_t *file_to_json(const struct manifest_file *file)
{
    if (file->bytes > INT64_MAX || (file->sha256[0] && !manifest_is_hex(file->sha256, 64))) {
        return NULL;
    }
    return file->sha256[0] ? json_pack("{s:I, s:s}", "bytes", (json_int_t)file->bytes, "sha256", file->sha256)
                           : json_pack("{s:I}", "bytes", (json_int_t)file->bytes);
}

static json_t *list_to_json(char *const *strings, size_t count)
{
    json_t *list = count <= MANIFEST_MAX_LIST ? json_array() : NULL;
    for (size_t i = 0; list && i < count; i++) {
        if (json_array_append_new(list, string_to_json(strings[i])) != 0) {
            json_decref(list);
            return NULL;
        }
    }
    return list;
}

/* Sets *value to NULL where the manifest does not know the member. False if what it says can't be written. */
static bool member_to_json(const struct manifest_member *member, const struct manifest *manifest,
                           json_t **value)
{
    const char *base = (const char *)manifest, *at = base + member->offset;
    char time[TIMESTAMP_SIZE];

    *value = NULL;
    switch (member->kind) {
    case WORD: {
        const char *const *word = member->words;
        for (unsigned left = *(const unsigned *)at; left > 0 && *word; left--) {
            word++;
        }
        if (*word && !**word) {
            return true;
        }
        *value = *word ? json_string(*word) : NULL;
        break;
    }
    case STRING:
        if (!*(char *const *)at) {
            return true;
        }
        *value = string_to_json(*(char *const *)at);
        break;
    case TIME:
        if (!*(const int64_t *)at) {
            return true;
        }
        if (timestamp_format(*(const int64_t *)at, time)) {
            *value = json_string(time);
        }
        break;
    case COUNT:
        if (!*(const bool *)(base + member->extra)) {
            return true;
        }
        if (*(const uint64_t *)at <= INT64_MAX) {
            *value = json_integer((json_int_t) * (const uint64_t *)at);
        }
        break;
    case CONTRACT:
        if (!*(const unsigned *)at) {
            return true;
        }
        if (*(const unsigned *)at <= 2) {
            *value = json_integer(*(const unsigned *)at);
        }
        break;
    case HEX8:
        if (!*at) {
            return true;
        }
        if (manifest_is_hex(at, 8)) {
            *value = json_string(at);
        }
        break;
    case FILE_FACTS:
        if (!((const struct manifest_file *)at)->known) {
            return true;
        }
        *value = file_to_json((const struct manifest_file *)at);
        break;
    case LIST:
        if (!*(const size_t *)(base + member->extra)) {
            return true;
        }
        *value = list_to_json(*(char ***)at, *(const size_t *)(base + member->extra));
        break;
    }
    return *value != NULL;
}

json_t *manifest_to_json(const struct manifest *manifest, struct error *error)
{
    json_t *object = json_pack("{s:i}", "format", MANIFEST_FORMAT);
    for (size_t i = 0; object && i < MANIFEST_MEMBERS; i++) {
        json_t *value;
        if (!member_to_json(&manifest_members[i], manifest, &value) ||
            (value && json_object_set_new(object, manifest_members[i].key, value) != 0)) {
            error_set(error, "\"%s\" is out of range, or memory is short", manifest_members[i].key);
            json_decref(object);
            return NULL;
        }
    }
    if (!object) {
        error_set(error, "memory is short");
    }
    return object;
}
