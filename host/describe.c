/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "describe.h"

#include "packing.h"

#include "manifest/bytes.h"
#include "manifest/manifest_json.h"

#include <stdlib.h>

const char *recording_stored(const struct recording *recording)
{
    if (recording->files & FILE_RR2) {
        return "rr2";
    }
    return (recording->files & (FILE_PACKED_SNAPSHOT | FILE_PACKED_LOG)) &&
                   !(recording->files & FILE_SNAPSHOT)
               ? "packed"
               : "plain";
}

json_t *describe_recording(const struct recording *recording)
{
    struct manifest manifest = recording->manifest;
    struct error ignored;

    manifest.name = recording->name;
    char *directory = bytes_to_text(recording->directory);
    json_t *object = directory ? manifest_to_json(&manifest, &ignored) : NULL;
    if (object) {
        json_object_del(object, "format");
        json_object_set_new(object, "directory", json_string(directory));
        json_object_set_new(object, "manifest", json_boolean(recording->files & FILE_MANIFEST));
        json_object_set_new(object, "stored", json_string(recording_stored(recording)));
        json_object_set_new(object, "bytes", json_integer((json_int_t)recording->bytes));
    }
    char *against = object ? packed_against(recording) : NULL,
         *text = against ? bytes_to_text(against) : NULL;
    if (text) {
        json_object_set_new(object, "packed_against", json_string(text));
    }
    free(against);
    free(text);
    free(directory);
    return object;
}
