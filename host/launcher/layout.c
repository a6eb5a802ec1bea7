/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "layout.h"

#include <errno.h>
#include <glob.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* %1$s is the engine's directory, %2$s the target. */
struct pattern {
    const char *library;
    const char *program;
    const char *firmware;
};

static const struct pattern patterns[] = {
    /* build tree, and the data directory of a wheel */
    {"%1$s/%2$s-softmmu/libpanda-%2$s.so", "%1$s/%2$s-softmmu/panda-system-%2$s", "%1$s/pc-bios"},
    /* source tree that was built in build/ */
    {"%1$s/build/%2$s-softmmu/libpanda-%2$s.so", "%1$s/build/%2$s-softmmu/panda-system-%2$s", "%1$s/build/pc-bios"},
    /* unpacked wheel, and site-packages after an installation of it */
    {"%1$s/pandare/data/%2$s-softmmu/libpanda-%2$s.so", "%1$s/pandare/data/%2$s-softmmu/panda-system-%2$s",
     "%1$s/pandare/data/pc-bios"},
    /* install prefix */
    {"%1$s/bin/libpanda-%2$s.so", "%1$s/bin/panda-system-%2$s", "%1$s/share/panda"},
};

enum { PATTERNS = sizeof(patterns) / sizeof(patterns[0]) };

static const char standins_pattern[] = "%1$s/standins";

static bool fill(char path[PATH_MAX], const char *pattern, const char *engine, const char *target)
{
    int length = snprintf(path, PATH_MAX, pattern, engine, target);

    return length >= 0 && length < PATH_MAX;
}

static bool is_directory(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* Appends the target that a path like …/libpanda-<target>.so names, unless it is there already. */
static void add_target(char *list, size_t size, const char *path)
{
    static const char prefix[] = "libpanda-";
    const char *name = strrchr(path, '/') + sizeof(prefix);
    size_t length = strcspn(name, ".");
    size_t used = strlen(list);

    if (used + length + 2 < size) {
        snprintf(list + used, size - used, " %.*s", (int)length, name);
    }
}

static void list_targets(const char *engine, char *list, size_t size)
{
    list[0] = '\0';
    for (int i = 0; i < PATTERNS && list[0] == '\0'; i++) {
        char path[PATH_MAX];
        glob_t found;

        if (!fill(path, patterns[i].library, engine, "*") || glob(path, 0, NULL, &found) != 0) {
            continue;
        }
        for (size_t k = 0; k < found.gl_pathc; k++) {
            add_target(list, size, found.gl_pathv[k]);
        }
        globfree(&found);
    }
}

static void explain_missing(const char *engine, const char *target, struct error *error)
{
    struct stat status;
    char targets[256];

    if (stat(engine, &status) != 0) {
        error_set(error, "engine %s: %s", engine, strerror(errno));
        return;
    }
    list_targets(engine, targets, sizeof(targets));
    if (targets[0] == '\0') {
        error_set(error, "engine %s holds no PANDA: neither <target>-softmmu/libpanda-<target>.so nor "
                  "bin/libpanda-<target>.so is there", engine);
    } else {
        error_set(error, "engine %s has no target \"%s\"; it has:%s", engine, target, targets);
    }
}

static void drop_unless_directory(char path[PATH_MAX])
{
    if (!is_directory(path)) {
        path[0] = '\0';
    }
}

bool layout_find(const char *engine, const char *target, struct layout *layout, struct error *error)
{
    if (target[0] == '\0' || strspn(target, "abcdefghijklmnopqrstuvwxyz0123456789_") != strlen(target)) {
        return error_fail(error, "\"%s\" is not the name of a target", target);
    }
    for (int i = 0; i < PATTERNS; i++) {
        const struct pattern *pattern = &patterns[i];

        if (!fill(layout->library, pattern->library, engine, target)
            || !fill(layout->program, pattern->program, engine, target)
            || !fill(layout->firmware, pattern->firmware, engine, target)
            || !fill(layout->standins, standins_pattern, engine, target)) {
            return error_fail(error, "engine %.200s…: the path is too long", engine);
        }
        if (access(layout->library, F_OK) == 0) {
            drop_unless_directory(layout->firmware);
            drop_unless_directory(layout->standins);
            return true;
        }
    }
    explain_missing(engine, target, error);
    return false;
}
