/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The recorder on an engine without PANDA: calls, races between vCPU and main loop, the operator, resets, and failures
 * of engine and directory in any order. Whatever happens, what is on disk at the end is whole or says that it is not.
 */
#include <dirent.h>
#include <fcntl.h>
#include <glib.h>

#include "arguments.h"
#include "fake_engine.h"
#include "input.h"
#include "manifest/manifest.h"
#include "record/recorder.h"

#define EVENTS_MAX 64

static char directory[] = "/tmp/recctrl-fuzz-XXXXXX";
static struct recorder *recorder;

static void tell(const char *name)
{
    PROMISE(name[0] != '\0' && strchr(name, '/') == NULL);
}

static void remove_directory(void)
{
    rmdir(directory);
}

static int open_directory(void)
{
    static bool made;

    if (!made) {
        PROMISE(mkdtemp(directory) != NULL);
        made = true;
        atexit(remove_directory);
    }
    return open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

/* A call's registers and memory, of the guest's choice. */
static void make_call(struct input *input)
{
    static const int32_t actions[] = {RECCTRL_ACTION_TOGGLE, RECCTRL_ACTION_SESSION_OPEN, RECCTRL_ACTION_SESSION_CLOSE};
    static const char *const names[] = {"x", "y", "../x", ""};
    uint8_t what = input_u8(input);

    memset(&fake.request, 0, sizeof(fake.request));
    if (what & 0x80) {
        strcpy((char *)&fake.request, names[what >> 2 & 3]);
        fake.hypercall = (struct hypercall){RECCTRL_MAGIC, (uint32_t)actions[what % 3], FAKE_ADDRESS};
    } else {
        fake.request.version = RECCTRL_VERSION;
        fake.request.action = what % 8;
        strcpy(fake.request.name, names[what >> 3 & 3]);
        strcpy(fake.request.session, what & 0x40 ? "1001" : "1002");
        fake.hypercall = (struct hypercall){RECCTRL_MAGIC2, sizeof(fake.request), FAKE_ADDRESS};
    }
}

static void reset_machine(void)
{
    bool running = fake.running;

    fake.running = false;
    recorder_on_reset(recorder);
    fake.running = running;
}

static void operate(uint8_t what)
{
    struct error error = {""};
    bool ours = recorder_status(recorder).recording != NULL;

    switch (what % 6) {
    case 0:
        PROMISE(recorder_operator_start(recorder, what & 16 ? "operator" : "a/b", &error) || error.text[0] != '\0');
        break;
    case 1:
        PROMISE(recorder_operator_stop(recorder, &error) || error.text[0] != '\0');
        break;
    case 2:
        recorder_operator_close_sessions(recorder);
        break;
    case 3:
        if (fake.mode == ENGINE_LIVE) {
            fake_operator_begins();
        }
        break;
    case 4:
        if (fake.mode == ENGINE_RECORDING) {
            fake_operator_ends();
        }
        break;
    default:
        PROMISE(ours == (recorder_status(recorder).recording != NULL));
        break;
    }
}

/* One thing that happens. The vCPU stands still while it waits for the main loop. */
static void event(struct input *input)
{
    uint8_t kind = input_u8(input);
    bool waits = fake.stop_requested || !fake.running;

    switch (kind % 8) {
    case 0:
    case 1:
        make_call(input);
        if (!waits) {
            fake_vcpu(recorder);
        }
        break;
    case 2:
        make_call(input);
        if (!waits) {
            fake_call_while_stopping(recorder);
        }
        operate(input_u8(input));
        fake_call_while_stopping(NULL);
        break;
    case 3:
        operate(input_u8(input));
        break;
    case 4:
        fake.log_fails = kind & 8;
        fake.snapshot = kind & 16 ? SNAPSHOT_FAILS : SNAPSHOT_WRITTEN;
        fake.refusal = kind & 32 ? "none" : NULL;
        break;
    case 5:
        if (!waits) {
            fake_block(recorder);
        }
        break;
    case 6:
        reset_machine();
        break;
    default:
        break;
    }
    if (kind & 0x80) {
        fake_main_loop(recorder);
        PROMISE(fake.running);
        PROMISE(recorder_status(recorder).recording == NULL || fake.mode == ENGINE_RECORDING);
    }
}

static void check_recording(int fd, const char *file)
{
    const char *end = strstr(file, MANIFEST_SUFFIX);
    struct manifest manifest;
    struct error error;
    char *name;

    PROMISE(strchr(file, '/') == NULL && (file[0] == 'x' || file[0] == 'y' || file[0] == 'o'));
    if (end == NULL) {
        return;
    }
    name = strndup(file, (size_t)(end - file));
    PROMISE(name != NULL && manifest_read(fd, name, &manifest, &error));
    PROMISE(manifest.state == MANIFEST_WHOLE || (manifest.state == MANIFEST_INCOMPLETE && manifest.reason != NULL));
    PROMISE(manifest.snapshot.known && manifest.log.known && strcmp(manifest.name, name) == 0);
    manifest_free(&manifest);
    free(name);
}

/* Checks and deletes all files; each recording has four. */
static void check_directory(int fd)
{
    DIR *dir = fdopendir(fd);
    int files = 0;

    PROMISE(dir != NULL);
    for (int deleting = 0; deleting < 2; deleting++) {
        rewinddir(dir);
        for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
            if (entry->d_name[0] == '.') {
                PROMISE(strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0);
            } else if (deleting) {
                PROMISE(unlinkat(fd, entry->d_name, 0) == 0);
            } else {
                check_recording(fd, entry->d_name);
                files++;
            }
        }
    }
    PROMISE(files % 4 == 0);
    closedir(dir);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct recorder_listener listener = {tell, tell};
    static FILE *nowhere;
    struct input input = {data, size};
    uint8_t mode = input_u8(&input);
    static struct settings settings;
    struct error error;
    FILE *err = stderr;
    int fd = open_directory();

    if (nowhere == NULL) {
        nowhere = fopen("/dev/null", "w");
        PROMISE(nowhere != NULL);
    }
    stderr = nowhere;
    fake_reset();
    settings_default(&settings);
    settings.controller.session_mode = mode & 1;
    settings.controller.dry = (mode & 6) == 6;
    settings.controller.recordings_max = mode >> 3 & 3;
    settings.fork_snapshot = (mode & 0xe0) == 0xe0; /* slow, so seldom */
    settings.limits.free_bytes = 0;
    g_strlcpy(settings.directory, directory, sizeof(settings.directory));
    recorder = recorder_new(&settings, &listener, &error);
    PROMISE(recorder != NULL);
    for (int events = 0; events < EVENTS_MAX && input.size > 0; events++) {
        event(&input);
    }
    recorder_on_shutdown(recorder);
    recorder_free(recorder);
    if (fake.log != NULL) {
        fake_operator_ends();
    }
    while (g_main_context_iteration(NULL, FALSE)) {
    }
    stderr = err;
    check_directory(fd);
    return 0;
}
