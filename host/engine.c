/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool fits(char path[PATH_MAX], const char *a, const char *b)
{
    int length = snprintf(path, PATH_MAX, "%s%s", a, b);
    return length >= 0 && length < PATH_MAX;
}

/* The directory that this program lies in. */
static bool own_directory(char directory[PATH_MAX])
{
    ssize_t length = readlink("/proc/self/exe", directory, PATH_MAX - 1);
    if (length <= 0) {
        return false;
    }
    directory[length] = '\0';
    *strrchr(directory, '/') = '\0';
    return true;
}

/* The first of the places, relative to this program, that exists: in a build tree, then where it is
 * installed. */
static bool find_part(const char *const places[2], char path[PATH_MAX])
{
    char own[PATH_MAX], candidate[PATH_MAX];
    for (int i = 0; own_directory(own) && i < 2; i++) {
        if (fits(candidate, own, places[i]) && realpath(candidate, path)) {
            return true;
        }
    }
    return false;
}

/* Where engine/get puts the pinned engine; whether the path fits. */
static bool pinned_engine(char path[PATH_MAX])
{
    const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");

    if (cache && *cache == '/') {
        return fits(path, cache, "/recctrl/engine/" PINNED_ENGINE);
    }
    return fits(path, home ? home : "", "/.cache/recctrl/engine/" PINNED_ENGINE);
}

static bool find_panda(const char *given, char path[PATH_MAX], struct error *error)
{
    const char *variable = getenv("RECCTRL_ENGINE");
    char pinned[PATH_MAX];

    given = given ? given : variable && *variable ? variable : NULL;
    if (given) {
        return realpath(given, path)
                   ? true
                   : error_fail(error, "there is no engine in %s: %s", given, strerror(errno));
    }
    if (!pinned_engine(pinned) || !realpath(pinned, path)) {
        return error_fail(error,
                          "there is no engine in %.200s; \"recctrl engine\" gets it, and --engine takes another",
                          pinned);
    }
    return true;
}

bool engine_find(const char *given, struct engine *engine, struct error *error)
{
    static const char *const launchers[2] = {"/recctrl-panda", "/../libexec/recctrl/recctrl-panda"};
    static const char *const plugins[2] = {"/../plugins", "/../libexec/recctrl/plugins"};

    if (!find_part(launchers, engine->launcher)) {
        return error_fail(
            error, "recctrl-panda, which runs PANDA, is missing: neither beside recctrl nor in libexec");
    }
    if (!find_part(plugins, engine->plugins)) {
        return error_fail(error, "the plugins' directory is missing: neither ../plugins nor in libexec");
    }
    return find_panda(given, engine->panda, error);
}

bool engine_getter(char path[PATH_MAX], struct error *error)
{
    static const char *const places[2] = {"/../../engine/get", "/../libexec/recctrl/engine/get"};

    return find_part(places, path)
               ? true
               : error_fail(error, "engine/get, which gets PANDA, is missing: neither in the sources nor in libexec");
}

void engine_arguments(const struct engine *engine, const char *target, struct arguments *arguments)
{
    arguments_add(arguments, engine->launcher);
    arguments_add(arguments, "--engine");
    arguments_add(arguments, engine->panda);
    arguments_add(arguments, "--target");
    arguments_add(arguments, target);
    arguments_add(arguments, "--");
}

bool engine_has_plugin(const struct engine *engine, const char *target, const char *name, struct error *error)
{
    struct arguments path = {0};
    arguments_addf(&path, "%s/%s-softmmu/panda/plugins/panda_%s.so", engine->plugins, target, name);
    bool found = access(path.list[0], R_OK) == 0;
    if (!found) {
        error_set(error, "there is no plugin %s for the target \"%s\": %s: %s", name, target, path.list[0],
                  strerror(errno));
    }
    arguments_free(&path);
    return found;
}

void engine_set_environment(const struct engine *engine)
{
    char program[PATH_MAX], pinned[PATH_MAX], standins[PATH_MAX];

    setenv("PANDA_DIR", engine->plugins, 1);
    if (pinned_engine(pinned) && fits(standins, pinned, "/standins")) {
        setenv("RECCTRL_STANDINS", standins, 1); /* for another engine that was linked as the pinned one */
    }
    if (realpath("/proc/self/exe", program)) {
        setenv("RECCTRL", program, 1);
    }
}

bool engine_guest(const char *guest, char path[PATH_MAX], struct error *error)
{
    static const char *const places[2] = {"/../guests/", "/../share/recctrl/guests/"};
    char own[PATH_MAX], directory[PATH_MAX];

    if (strchr(guest, '/')) {
        if (fits(path, guest, "/args") && access(path, R_OK) == 0) {
            return true;
        }
        return error_fail(error, "there is no guest in %s: no readable file \"args\"", guest);
    }
    for (int i = 0; own_directory(own) && i < 2; i++) {
        if (fits(directory, own, places[i]) && fits(own, directory, guest) && fits(path, own, "/args") &&
            access(path, R_OK) == 0) {
            return true;
        }
    }
    return error_fail(error, "there is no default guest \"%s\"; \"make guests\" in the sources builds x86_64, "
                      "i386, arm and aarch64, and --guest or arguments behind -- take another machine", guest);
}
