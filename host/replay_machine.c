/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "machine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What a replay makes of one of QEMU's options. All that are not listed are kept as they are. */
enum action {
    DROP,       /* with no value */
    DROP_VALUE, /* with its value */
    NULL_PORT,  /* a serial or parallel port: the device stays, nothing is connected */
    NOGRAPHIC,  /* stood for ports on the terminal */
    CHARDEV,    /* a backend of a port: becomes one that swallows all */
    NETDEV,     /* a backend of a network card: becomes a closed network */
    NET,        /* the old way to say either */
    FILE_PATH,  /* of a file that the machine is built from */
    DRIVE,      /* a disk: never written to */
    DISK,       /* the old way to say that */
};

static const struct {
    const char *name;
    enum action action;
} options[] = {
    /* the outside world, and what steers the emulator */
    {"monitor", DROP_VALUE},
    {"qmp", DROP_VALUE},
    {"qmp-pretty", DROP_VALUE},
    {"mon", DROP_VALUE},
    {"display", DROP_VALUE},
    {"vnc", DROP_VALUE},
    {"spice", DROP_VALUE},
    {"curses", DROP},
    {"sdl", DROP},
    {"gdb", DROP_VALUE},
    {"s", DROP},
    {"S", DROP},
    {"daemonize", DROP},
    {"pidfile", DROP_VALUE},
    {"runas", DROP_VALUE},
    {"chroot", DROP_VALUE},
    {"sandbox", DROP_VALUE},
    {"add-fd", DROP_VALUE},
    {"D", DROP_VALUE},
    {"d", DROP_VALUE},
    {"dfilter", DROP_VALUE},
    {"trace", DROP_VALUE},
    {"no-shutdown", DROP},
    {"complete-rr-snapshot", DROP}, /* for a recording that begins; PANDA has it since 2024 */
    {"loadvm", DROP_VALUE},
    {"incoming", DROP_VALUE},
    {"enable-kvm", DROP},
    {"full-screen", DROP},
    {"no-quit", DROP},
    {"snapshot", DROP},
    /* PANDA's: a replay has plugins of its own */
    {"panda", DROP_VALUE},
    {"panda-plugin", DROP_VALUE},
    {"panda-arg", DROP_VALUE},
    {"replay", DROP_VALUE},
    {"record-from", DROP_VALUE},
    {"pandalog", DROP_VALUE},
    /* what was booted: the snapshot has it in RAM, and the files may be gone */
    {"kernel", DROP_VALUE},
    {"initrd", DROP_VALUE},
    {"append", DROP_VALUE},
    {"dtb", DROP_VALUE},
    /* devices with something behind them */
    {"serial", NULL_PORT},
    {"parallel", NULL_PORT},
    {"nographic", NOGRAPHIC},
    {"chardev", CHARDEV},
    {"netdev", NETDEV},
    {"net", NET},
    {"drive", DRIVE},
    {"bios", FILE_PATH},
    {"pflash", FILE_PATH},
    {"option-rom", FILE_PATH},
    {"mtdblock", FILE_PATH},
    {"sd", FILE_PATH},
    {"cdrom", DISK},
    {"fda", FILE_PATH},
    {"fdb", FILE_PATH},
    {"hda", DISK},
    {"hdb", DISK},
    {"hdc", DISK},
    {"hdd", DISK},
    {"L", FILE_PATH},
};
#define OPTION_COUNT (sizeof options / sizeof *options)

/* The index of the option in the table, or OPTION_COUNT. */
static size_t look_up(const char *argument)
{
    size_t i = OPTION_COUNT;
    if (argument[0] == '-') {
        const char *name = argument + (argument[1] == '-' ? 2 : 1);
        for (i = 0; i < OPTION_COUNT && strcmp(options[i].name, name) != 0; i++) {}
    }
    return i;
}

/* KEY's value in "a,key=value,b", allocated (QEMU's ",," within it is kept); NULL if it is not there. */
static char *suboption(const char *value, const char *key)
{
    size_t length = strlen(key);
    for (const char *p = value; *p;) {
        const char *end = p;
        while (*end && (*end != ',' || end[1] == ',')) {
            end += *end == ',' ? 2 : 1;
        }
        if (strncmp(p, key, length) == 0 && p[length] == '=') {
            return strndup(p + length + 1, (size_t)(end - p) - length - 1);
        }
        p = *end ? end + 1 : end;
    }
    return NULL;
}

/* A path as seen from where the recorder was started. Protocols such as "nbd:…" are no paths. */
static void add_path(struct arguments *out, const char *prefix, const char *path, const char *cwd)
{
    bool relative = path[0] != '/' && !strchr(path, ':') && cwd;
    arguments_addf(out, "%s%s%s%s", prefix, relative ? cwd : "", relative ? "/" : "", path);
}

/*
 * A replay reads nothing from a disk: what came from there is in the log. So a file that is gone can be an
 * empty disk; but flash memory and SD cards have their size in the machine's state.
 */
static bool is_gone(const char *path, const char *interface)
{
    bool sized = interface && (strcmp(interface, "pflash") == 0 || strcmp(interface, "mtd") == 0 ||
                               strcmp(interface, "sd") == 0);
    char *plain = strdup(path), *out = plain;
    for (const char *p = path; plain && *p; p++) {
        *out++ = *p;
        p += p[0] == ',' && p[1] == ','; /* QEMU's way to write a comma */
    }
    if (plain) {
        *out = '\0';
    }
    bool gone = !sized && plain && plain[0] == '/' && access(plain, F_OK) != 0;
    free(plain);
    return gone;
}

/* The drive VALUE, with an empty disk in place of its file. */
static void add_empty_drive(struct arguments *out, const char *value)
{
    static const char *const kept[] = {"if", "index", "bus", "unit", "id", "media", "serial"};
    struct arguments drive = {0};

    arguments_add(&drive, "file.driver=null-co,format=raw");
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        char *setting = suboption(value, kept[i]);
        if (setting) {
            arguments_addf(&drive, "%s,%s=%s", drive.list[drive.count - 1], kept[i], setting);
        }
        free(setting);
    }
    arguments_add(out, drive.list[drive.count - 1]);
    arguments_free(&drive);
}

static void add_drive(struct arguments *out, const char *value, const char *cwd)
{
    char *file = suboption(value, "file"), *interface = suboption(value, "if");
    struct arguments path = {0};

    if (file) {
        add_path(&path, "", file, cwd);
    }
    if (file && is_gone(path.list[0], interface)) {
        add_empty_drive(out, value);
    } else if (file) {
        const char *rest = strstr(value, "file=") + strlen("file=");
        arguments_addf(out, "%.*s%s%s", (int)(rest - value), value, path.list[0], rest + strlen(file));
    } else {
        arguments_add(out, value);
    }
    arguments_free(&path);
    free(file);
    free(interface);
}

/* -hda to -hdd and -cdrom, which is the third. */
static void add_disk(struct arguments *out, const char *option, const char *file, const char *cwd)
{
    bool cdrom = strstr(option, "cdrom") != NULL;
    struct arguments path = {0};

    add_path(&path, "", file, cwd);
    if (is_gone(path.list[0], NULL)) {
        arguments_add(out, "-drive");
        arguments_addf(out, "file.driver=null-co,format=raw,index=%d,media=%s",
                       cdrom ? 2 : option[strlen(option) - 1] - 'a', cdrom ? "cdrom" : "disk");
    } else {
        arguments_add(out, option);
        arguments_add(out, path.list[0]);
    }
    arguments_free(&path);
}

/* A network that leads nowhere. Cards and "none" are part of the machine. */
static void add_net(struct arguments *out, const char *value)
{
    if (strncmp(value, "nic", 3) == 0 || strcmp(value, "none") == 0) {
        arguments_add(out, "-net");
        arguments_add(out, value);
    } else if (strncmp(value, "dump", 4) != 0) {
        char *vlan = suboption(value, "vlan");
        arguments_add(out, "-net");
        arguments_addf(out, "user,restrict=on,vlan=%s", vlan ? vlan : "0");
        free(vlan);
    }
}

static void add_backend(struct arguments *out, const char *option, const char *replacement, const char *value)
{
    char *id = suboption(value, "id");
    arguments_add(out, option);
    arguments_addf(out, "%s,id=%s", replacement, id ? id : "");
    free(id);
}

/* Adds what becomes of one option that has a value. */
static void add_valued(struct arguments *out, enum action action, const char *option, const char *value,
                       const char *cwd)
{
    switch (action) {
    case NULL_PORT:
        arguments_add(out, option);
        arguments_add(out, strcmp(value, "none") == 0 ? "none" : "null");
        break;
    case CHARDEV:
        add_backend(out, option, "null", value);
        break;
    case NETDEV:
        add_backend(out, option, "user,restrict=on", value);
        break;
    case NET:
        add_net(out, value);
        break;
    case FILE_PATH:
        arguments_add(out, option);
        add_path(out, "", value, cwd);
        break;
    case DRIVE:
        arguments_add(out, option);
        add_drive(out, value, cwd);
        break;
    case DISK:
        add_disk(out, option, value, cwd);
        break;
    default:
        break;
    }
}

void machine_for_replay(char *const *arguments, size_t count, const char *cwd, struct arguments *out)
{
    bool nographic = false;

    for (size_t i = 0; i < count; i++) {
        size_t option = look_up(arguments[i]);
        if (option == OPTION_COUNT) {
            arguments_add(out, arguments[i]);
        } else if (options[option].action == NOGRAPHIC) {
            nographic = true;
        } else if (options[option].action != DROP && i + 1 < count) {
            add_valued(out, options[option].action, arguments[i], arguments[i + 1], cwd);
            i++;
        }
    }
    arguments_add(out, "-snapshot");
    arguments_add(out, "-display");
    arguments_add(out, "none");
    arguments_add(out, "-monitor");
    arguments_add(out, "none");
    if (nographic && !machine_has_option(arguments, count, "serial")) {
        arguments_add(out, "-serial");
        arguments_add(out, "null");
    }
}
