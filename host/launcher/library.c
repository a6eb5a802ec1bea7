/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "library.h"

#include <dlfcn.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Where the stand-ins of the pinned engine are: recctrl says so. */
#define STANDINS_VARIABLE "RECCTRL_STANDINS"

/* A library that is loaded is not searched for again under its SONAME, so libpanda gets these; and because no
   LD_LIBRARY_PATH is set, the programs that PANDA starts do not. */
static bool load_standins(const char *directory, struct error *error)
{
    char pattern[PATH_MAX + 8];
    glob_t found;
    bool loaded = true;

    snprintf(pattern, sizeof(pattern), "%s/*.so*", directory);
    if (glob(pattern, 0, NULL, &found) != 0) {
        return error_fail(error, "%s holds no stand-in libraries", directory);
    }
    for (size_t i = 0; loaded && i < found.gl_pathc; i++) {
        if (dlopen(found.gl_pathv[i], RTLD_NOW | RTLD_GLOBAL) == NULL) {
            loaded = error_fail(error, "stand-in library: %s", dlerror());
        }
    }
    globfree(&found);
    return loaded;
}

/* An engine without stand-ins of its own: those of another one serve where both were linked alike. */
static void *load_with_borrowed(const char *path, struct error *error)
{
    const char *directory = getenv(STANDINS_VARIABLE);
    void *handle = NULL;
    struct error ignored;

    error_set(error, "%s", dlerror());
    if (directory != NULL && load_standins(directory, &ignored)) {
        handle = dlopen(path, RTLD_NOW | RTLD_GLOBAL);
    }
    if (handle == NULL) {
        error_prefix(error, "this engine needs a library that is not here; install it, or make stand-ins with "
                     "engine/standins.py");
    }
    return handle;
}

static bool look_up(void *handle, const char *name, void *slot, struct error *error)
{
    void *symbol = dlsym(handle, name);

    if (symbol == NULL) {
        return error_fail(error, "this PANDA cannot be started: %s", dlerror());
    }
    memcpy(slot, &symbol, sizeof(symbol));
    return true;
}

bool library_load(const struct layout *layout, struct library *library, struct error *error)
{
    void *handle;

    if (layout->standins[0] != '\0' && !load_standins(layout->standins, error)) {
        return false;
    }
    handle = dlopen(layout->library, RTLD_NOW | RTLD_GLOBAL);
    if (handle == NULL && layout->standins[0] == '\0') {
        handle = load_with_borrowed(layout->library, error);
    } else if (handle == NULL) {
        error_set(error, "%s", dlerror());
    }
    unsetenv(STANDINS_VARIABLE); /* it is not for what PANDA runs */
    if (handle == NULL) {
        return false;
    }
    return look_up(handle, "panda_init", &library->init, error)
        && look_up(handle, "panda_run", &library->run, error)
        && look_up(handle, "panda_finish", &library->finish, error)
        && look_up(handle, "runstate_is_running", &library->is_running, error)
        && look_up(handle, "cpu_exit", &library->cpu_exit, error)
        && look_up(handle, "cpus", &library->first_cpu, error)
        && look_up(handle, "rr_control", &library->replay_mode, error);
}
