/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef RECCTRL_MANIFEST_JSON_H
#define RECCTRL_MANIFEST_JSON_H

#include "manifest.h"

#include <jansson.h>

/*
 * The manifest as the JSON object of its file. A new reference; NULL and the error if a member is out of its
 * range.
 */
json_t *manifest_to_json(const struct manifest *manifest, struct error *error);

/* The reverse. On failure *manifest is zeroed. */
bool manifest_from_json(const json_t *object, struct manifest *manifest, struct error *error);

#endif
