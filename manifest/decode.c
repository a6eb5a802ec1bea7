/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "manifest_json.h"

#include "bytes.h"
#include "members.h"
#include "timestamp.h"

#include <stdlib.h>
#include <string.h>

static char *string_from_json(const json_t *value)
{
    if (!json_is_string(value) || json_string_length(value) > 4 * (size_t)MANIFEST_MAX_STRING) {
        return NULL;
    }
    char *bytes = text_to_bytes(json_string_value(value));
    if (bytes && strlen(bytes) > MANIFEST_MAX_STRING) {
        free(bytes);
        return NULL;
    }
    return bytes;
}

static bool file_from_json(const json_t *value, struct manifest_file *file)
{
    const json_t *bytes = json_object_get(value, "bytes"), *sha256 = json_object_get(value, "sha256");
    if (!json_is_integer(bytes) || json_integer_value(bytes) < 0) {
        return false;
    }
    if (sha256) {
        if (!json_is_string(sha256) || !manifest_is_hex(json_string_value(sha256), 64)) {
            return false;
        }
        memcpy(file->sha256, json_string_value(sha256), sizeof file->sha256);
    }
    file->bytes = (uint64_t)json_integer_value(bytes);
    file->known = true;
    return true;
}

static bool list_from_json(const json_t *value, char ***strings, size_t *count)
{
    size_t size = json_array_size(value);
    if (!json_is_array(value) || size > MANIFEST_MAX_LIST) {
        return false;
    }
    *strings = calloc(size + 1, sizeof **strings);
    for (; *strings && *count < size; ++*count) {
        char *string = string_from_json(json_array_get(value, *count));
        if (!string) {
            return false;
        }
        (*strings)[*count] = string;
    }
    return *strings != NULL;
}

static bool member_from_json(const struct manifest_member *member, const json_t *value,
                             struct manifest *manifest)
{
    char *base = (char *)manifest, *at = base + member->offset;

    switch (member->kind) {
    case WORD:
        for (unsigned i = 0; json_is_string(value) && member->words[i]; i++) {
            if (*member->words[i] && strcmp(json_string_value(value), member->words[i]) == 0) {
                *(unsigned *)at = i;
                return true;
            }
        }
        return false;
    case STRING:
        return (*(char **)at = string_from_json(value)) != NULL;
    case TIME:
        return json_is_string(value) && timestamp_parse(json_string_value(value), (int64_t *)at);
    case COUNT:
        *(uint64_t *)at = (uint64_t)json_integer_value(value);
        *(bool *)(base + member->extra) = true;
        return json_is_integer(value) && json_integer_value(value) >= 0;
    case CONTRACT:
        *(unsigned *)at = (unsigned)json_integer_value(value);
        return json_is_integer(value) && json_integer_value(value) >= 1 && json_integer_value(value) <= 2;
    case HEX8:
        if (!json_is_string(value) || !manifest_is_hex(json_string_value(value), 8)) {
            return false;
        }
        memcpy(at, json_string_value(value), 9);
        return true;
    case FILE_FACTS:
        return file_from_json(value, (struct manifest_file *)at);
    case LIST:
        return list_from_json(value, (char ***)at, (size_t *)(base + member->extra));
    }
    return false;
}

bool manifest_from_json(const json_t *object, struct manifest *manifest, struct error *error)
{
    memset(manifest, 0, sizeof *manifest);
    if (!json_is_object(object)) {
        return error_fail(error, "is not a JSON object");
    }
    const json_t *format = json_object_get(object, "format");
    if (!json_is_integer(format) || json_integer_value(format) != MANIFEST_FORMAT) {
        return error_fail(error, "\"format\" is not %d, the only one known here", MANIFEST_FORMAT);
    }
    for (size_t i = 0; i < MANIFEST_MEMBERS; i++) {
        const json_t *value = json_object_get(object, manifest_members[i].key);
        if (value ? !member_from_json(&manifest_members[i], value, manifest) : i < MANIFEST_REQUIRED) {
            manifest_free(manifest);
            return error_fail(error, "\"%s\" is missing, malformed or out of range", manifest_members[i].key);
        }
    }
    return true;
}
