/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "machine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The name of the option that ARGUMENT is, or NULL if it is none. */
static const char *option_name(const char *argument)
{
    if (argument[0] != '-' || !argument[1]) {
        return NULL;
    }
    return argument + (argument[1] == '-' ? 2 : 1);
}

bool machine_has_option(char *const *arguments, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        const char *option = option_name(arguments[i]);
        if (option && strcmp(option, name) == 0) {
            return true;
        }
    }
    return false;
}

/* The number after KEY in an option's value, 0 if it is not there. Without a key, the first element is
 * `implied`. */
static unsigned long number_of(const char *value, const char *key, bool implied)
{
    size_t length = strlen(key);
    for (const char *p = value; p; p = strchr(p, ',')) {
        p += *p == ',';
        if (strncmp(p, key, length) == 0 && p[length] == '=') {
            return strtoul(p + length + 1, NULL, 0);
        }
        if (implied && p == value && *p >= '0' && *p <= '9') {
            return strtoul(p, NULL, 0);
        }
    }
    return 0;
}

/* As QEMU counts: what is not given is 1, and the number of CPUs follows from the rest only if it is not
 * given. */
static unsigned long cpus_of(const char *smp)
{
    static const char *const parts[] = {"sockets", "cores", "threads"};
    unsigned long cpus = number_of(smp, "cpus", true), product = 1;

    for (int i = 0; i < 3; i++) {
        unsigned long part = number_of(smp, parts[i], false);
        product *= part ? part : 1;
    }
    return cpus ? cpus : product;
}

/* The value of "accel" in -machine or -accel: what stands there, unless it is tcg. */
static const char *foreign_accelerator(const char *option, const char *value)
{
    const char *accelerator = NULL;
    if (strcmp(option, "accel") == 0) {
        accelerator = strncmp(value, "accel=", 6) == 0 ? value + 6 : value;
    } else if (strcmp(option, "machine") == 0 || strcmp(option, "M") == 0) {
        const char *found = strstr(value, "accel=");
        accelerator = found && (found == value || found[-1] == ',') ? found + 6 : NULL;
    }
    if (!accelerator || (strncmp(accelerator, "tcg", 3) == 0 && strchr(",", accelerator[3]))) {
        return NULL;
    }
    return accelerator;
}

bool machine_recordable(char *const *arguments, size_t count, struct error *error)
{
    for (size_t i = 0; i < count; i++) {
        const char *option = option_name(arguments[i]);
        const char *value = i + 1 < count ? arguments[i + 1] : "";
        const char *accelerator;
        if (!option) {
            continue;
        }
        if (strcmp(option, "enable-kvm") == 0) {
            return error_fail(error,
                              "%s: PANDA records what its own translator (tcg) executes, not what KVM does; "
                              "leave it out",
                              arguments[i]);
        }
        if ((accelerator = foreign_accelerator(option, value))) {
            return error_fail(error,
                              "%s %s: PANDA records what its own translator (tcg) executes, not what "
                              "another accelerator does; leave %.*s out",
                              arguments[i], value, (int)strcspn(accelerator, ","), accelerator);
        }
        if (strcmp(option, "smp") == 0 && cpus_of(value) > 1) {
            return error_fail(error,
                              "-smp %s: PANDA records machines with one virtual CPU only, because it logs no "
                              "order between several; use -smp 1",
                              value);
        }
    }
    return true;
}
