/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A manifest's text: what is taken can be written again, and then stays as it is. */
#include "manifest/manifest_json.h"

#include "input.h"

static json_t *read_back(const json_t *object)
{
    struct manifest manifest;
    struct error error = {""};
    json_t *written;

    if (!manifest_from_json(object, &manifest, &error)) {
        PROMISE(error.text[0] != '\0');
        PROMISE(manifest.name == NULL && manifest.machine == NULL && manifest.sessions == NULL);
        return NULL;
    }
    PROMISE(manifest.name != NULL && manifest_state_word(manifest.state) != NULL);
    PROMISE(manifest.contract <= 2);
    written = manifest_to_json(&manifest, &error);
    if (written == NULL) {
        fprintf(stderr, "can't be written: %s\n", error.text);
        abort();
    }
    manifest_free(&manifest);
    return written;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    /* As manifest_read() does. */
    json_t *object = json_loadb((const char *)data, size, JSON_REJECT_DUPLICATES, NULL);
    json_t *once = object != NULL ? read_back(object) : NULL;

    if (once != NULL) {
        json_t *twice = read_back(once);
        PROMISE(twice != NULL && json_equal(once, twice));
        json_decref(twice);
    }
    json_decref(once);
    json_decref(object);
    return 0;
}
