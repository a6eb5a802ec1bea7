/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "members.h"

#include <stdlib.h>

static const char *const state_words[] = {"recording", "whole", "incomplete", "repaired", NULL};
static const char *const end_words[] = {"",      "guest",    "timeout",  "limit",
                                        "reset", "shutdown", "operator", NULL};

const char *manifest_state_word(enum manifest_state state)
{
    return state_words[state];
}

const char *manifest_end_word(enum manifest_end end)
{
    return end == MANIFEST_END_UNKNOWN ? NULL : end_words[end];
}

const struct manifest_member manifest_members[MANIFEST_MEMBERS] = {
#define AT(member) offsetof(struct manifest, member)
    {"name", STRING, AT(name), 0, NULL},
    {"state", WORD, AT(state), 0, state_words},
    {"started", TIME, AT(started_ms), 0, NULL},
    {"ended", TIME, AT(ended_ms), 0, NULL},
    {"end_reason", WORD, AT(end_reason), 0, end_words},
    {"reason", STRING, AT(reason), 0, NULL},
    {"instructions", COUNT, AT(instructions), AT(instructions_known), NULL},
    {"target", STRING, AT(target), 0, NULL},
    {"engine", STRING, AT(engine), 0, NULL},
    {"log_format", STRING, AT(log_format), 0, NULL},
    {"machine", LIST, AT(machine), AT(machine_count), NULL},
    {"cwd", STRING, AT(cwd), 0, NULL},
    {"snapshot", FILE_FACTS, AT(snapshot), 0, NULL},
    {"log", FILE_FACTS, AT(log), 0, NULL},
    {"ram_checksum", HEX8, AT(ram_checksum), 0, NULL},
    {"register_checksum", HEX8, AT(register_checksum), 0, NULL},
    {"sessions", LIST, AT(sessions), AT(session_count), NULL},
    {"note", STRING, AT(note), 0, NULL},
    {"plugin_version", STRING, AT(plugin_version), 0, NULL},
    {"contract", CONTRACT, AT(contract), 0, NULL},
#undef AT
};

void manifest_free(struct manifest *manifest)
{
    for (size_t i = 0; i < MANIFEST_MEMBERS; i++) {
        char *base = (char *)manifest, *at = base + manifest_members[i].offset;
        if (manifest_members[i].kind == LIST) {
            for (size_t j = 0; j < *(size_t *)(base + manifest_members[i].extra); j++) {
                free((*(char ***)at)[j]);
            }
        }
        if (manifest_members[i].kind == LIST || manifest_members[i].kind == STRING) {
            free(*(char **)at);
        }
    }
    memset(manifest, 0, sizeof *manifest);
}
