/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "recording.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "child.h"
#include "clock_file.h"
#include "common/version.h"
#include "digest.h"
#include "log.h"
#include "machine.h"
#include "notice.h"
#include "panda/engine.h"
#include "recctrl/abi.h"

/* Hashing must not compete with the guest. */
#define FINISHER_NICENESS 10

/* What the main loop knows when it has ended the recording. */
struct ending {
    bool reached;
    int64_t ended_ms;
    enum manifest_end reason;
    bool instructions_known;
    uint64_t instructions;
    bool sums_known; /* else a child takes them, or nobody */
    struct engine_checksums sums;
    const char *log_gap; /* what is missing in the log; NULL: nothing */
};

struct recording {
    struct recording_settings settings;
    const struct recording_directory *directory;
    struct recording_files files;
    struct log_stream log;
    struct clock_file clock;
    int64_t clock_began_us; /* of the monotonic clock */
    struct manifest manifest; /* its pointers belong to us: manifest_free() */
    GPtrArray *sessions;
    int64_t began_us; /* of the monotonic clock */

    struct child snapshot;
    bool snapshot_is_child;
    atomic_bool snapshot_pending;

    struct child checksum;
    bool checksum_is_child;

    GThread *finisher;
    GMutex lock;
    GCond changed;
    struct ending ending; /* under the lock */
    atomic_bool finished;
};

/* The engine calls every failed write an I/O error. More space for the file can't be had for the same reason. */
static bool write_snapshot(int fd, struct error *error)
{
    bool written = engine_write_snapshot(dup(fd), error);
    int failure = written ? 0 : posix_fallocate(fd, lseek(fd, 0, SEEK_END), 1 << 20);

    if (failure != 0) {
        error_set(error, "%s", strerror(failure));
    }
    return written;
}

static bool snapshot_work(int fd, void *result, struct error *error)
{
    (void)result;
    return write_snapshot(fd, error);
}

static bool checksum_work(int fd, void *result, struct error *error)
{
    (void)fd;
    if (!engine_checksums(result)) {
        error_set(error, "this machine has no memory that could be checked");
        return false;
    }
    return true;
}

/* Keeps the first reason why the recording is not whole. */
static void mark_incomplete(struct recording *r, const char *part, const char *why)
{
    if (r->manifest.state != MANIFEST_INCOMPLETE) {
        r->manifest.state = MANIFEST_INCOMPLETE;
        r->manifest.reason = g_strdup_printf("%s: %s", part, why);
    }
}

static void write_manifest(struct recording *r)
{
    struct error error;

    if (!manifest_write(r->directory->fd, r->files.name, &r->manifest, &error)) {
        mark_incomplete(r, "manifest", error.text);
    }
}

/* --- the finisher: a thread that the guest does not wait for --- */

static void finish_snapshot(struct recording *r)
{
    struct error error;

    if (r->snapshot_is_child && !child_wait(&r->snapshot, NULL, 0, &error)) {
        mark_incomplete(r, "snapshot", error.text);
    }
    atomic_store(&r->snapshot_pending, false);
}

static void finish_checksum(struct recording *r)
{
    struct engine_checksums sums = r->ending.sums;
    struct error error;

    if (r->checksum_is_child && !child_wait(&r->checksum, &sums, sizeof(sums), &error)) {
        notice("%s has no checksum: %s", r->files.name, error.text);
        return;
    }
    if (r->checksum_is_child || r->ending.sums_known) {
        snprintf(r->manifest.ram_checksum, sizeof(r->manifest.ram_checksum), "%08" PRIx32, sums.memory);
        snprintf(r->manifest.register_checksum, sizeof(r->manifest.register_checksum), "%08" PRIx32, sums.registers);
    }
}

/* The log begins with the number of instructions that it covers, once it was ended. */
static bool read_log_header(int fd, uint64_t *instructions)
{
    return pread(fd, instructions, sizeof(*instructions), 0) == (ssize_t)sizeof(*instructions);
}

static void finish_files(struct recording *r)
{
    int failure = atomic_load(&r->log.failure);

    if (r->ending.log_gap != NULL) {
        mark_incomplete(r, "log", r->ending.log_gap);
    }
    if (failure != 0) {
        mark_incomplete(r, "log", strerror(failure));
    }
    if (!digest_file(r->files.snapshot_fd, &r->manifest.snapshot)) {
        mark_incomplete(r, "snapshot", strerror(errno));
    }
    if (!digest_file(r->files.log_fd, &r->manifest.log)) {
        mark_incomplete(r, "log", strerror(errno));
    }
    if (r->clock.failure != 0 || fsync(r->files.clock_fd) != 0) {
        notice("%s: its clock ends early: %s", r->files.name, strerror(r->clock.failure ? r->clock.failure : errno));
    }
    if (!r->manifest.instructions_known) {
        r->manifest.instructions_known = read_log_header(r->files.log_fd, &r->manifest.instructions);
    }
}

static void wait_for_end(struct recording *r)
{
    g_mutex_lock(&r->lock);
    while (!r->ending.reached) {
        g_cond_wait(&r->changed, &r->lock);
    }
    g_mutex_unlock(&r->lock);
    r->manifest.ended_ms = r->ending.ended_ms;
    r->manifest.end_reason = r->ending.reason;
    r->manifest.instructions_known = r->ending.instructions_known;
    r->manifest.instructions = r->ending.instructions;
    r->manifest.session_count = r->sessions->len;
    r->manifest.sessions = (char **)g_ptr_array_free(g_steal_pointer(&r->sessions), FALSE);
}

static gpointer finish(gpointer data)
{
    struct recording *r = data;

    setpriority(PRIO_PROCESS, (id_t)gettid(), FINISHER_NICENESS);
    write_manifest(r);
    finish_snapshot(r);
    if (r->manifest.state == MANIFEST_INCOMPLETE) {
        write_manifest(r);
    }
    wait_for_end(r);
    finish_checksum(r);
    finish_files(r);
    if (r->manifest.state == MANIFEST_RECORDING) {
        r->manifest.state = MANIFEST_WHOLE;
    }
    write_manifest(r);
    recording_files_close(&r->files); /* and with it the lock: not before the manifest says how it ended */
    atomic_store(&r->finished, true);
    engine_wake_main_loop();
    return NULL;
}

/* --- the main loop's part --- */

/* What a replay is started with. */
static char **replay_arguments(void)
{
    int count;
    char *const *command_line = engine_command_line(&count);
    char **machine = machine_arguments(command_line, count);
    char **more = engine_replay_arguments();
    guint length = g_strv_length(machine);

    machine = g_renew(char *, machine, length + g_strv_length(more) + 1);
    memcpy(machine + length, more, (g_strv_length(more) + 1) * sizeof(*more));
    g_free(more);
    return machine;
}

static void describe(struct recording *r, const char *note, unsigned contract)
{

    r->manifest = (struct manifest){
        .name = g_strdup(r->files.name),
        .state = MANIFEST_RECORDING,
        .started_ms = g_get_real_time() / 1000,
        .target = g_strdup(engine_target()),
        .engine = g_strdup(engine_generation()),
        .log_format = g_strdup(engine_log_format()),
        .machine = replay_arguments(),
        .cwd = g_get_current_dir(),
        .note = note[0] != '\0' ? g_strdup(note) : NULL,
        .plugin_version = g_strdup(RECCTRL_PROJECT_VERSION),
        .contract = contract,
    };
    r->manifest.machine_count = g_strv_length(r->manifest.machine);
}

/* Snapshot, then log; both or nothing. */
static bool begin(struct recording *r, struct error *error)
{
    FILE *stream = log_stream_open(&r->log, r->files.log_fd);

    if (stream == NULL) {
        error_set(error, "no memory for the log");
        return false;
    }
    r->snapshot_is_child = r->settings.fork_snapshot;
    bool started = r->settings.fork_snapshot
                       ? child_start(&r->snapshot, snapshot_work, r->files.snapshot_fd, error)
                       : write_snapshot(r->files.snapshot_fd, error);
    if (!started) {
        fclose(stream);
        error_prefix(error, "snapshot");
        return false;
    }
    if (!engine_begin_recording(r->files.name, stream, error)) {
        if (r->snapshot_is_child) {
            child_wait(&r->snapshot, NULL, 0, &(struct error){0});
        }
        error_prefix(error, "log");
        return false;
    }
    return true;
}

static void recording_free(struct recording *r)
{
    if (r->sessions != NULL) {
        g_ptr_array_free(r->sessions, TRUE);
    }
    manifest_free(&r->manifest);
    g_mutex_clear(&r->lock);
    g_cond_clear(&r->changed);
    g_free(r);
}

struct recording *recording_start(const struct recording_settings *settings, struct recording_directory *directory,
                                  const char *name, const char *note, unsigned contract, int32_t *failure,
                                  struct error *error)
{
    struct recording *r = g_new0(struct recording, 1);

    r->settings = *settings;
    r->settings.fork_snapshot = settings->fork_snapshot && child_can_allocate() && engine_memory_is_private();
    r->directory = directory;
    *failure = recording_files_create(&r->files, directory, name, settings->plain_name, error);
    if (*failure != 0) {
        g_free(r);
        return NULL;
    }
    atomic_store(&r->snapshot_pending, r->settings.fork_snapshot);
    describe(r, note, contract);
    r->began_us = g_get_monotonic_time();
    r->sessions = g_ptr_array_new_with_free_func(g_free);
    g_mutex_init(&r->lock);
    g_cond_init(&r->changed);
    if (!begin(r, error)) {
        *failure = RECCTRL_ERROR_ENGINE;
        recording_files_discard(&r->files, directory);
        recording_free(r);
        return NULL;
    }
    r->clock_began_us = g_get_monotonic_time();
    clock_file_begin(&r->clock, r->files.clock_fd, (uint64_t)g_get_real_time());
    r->finisher = g_thread_new("recctrl-finisher", finish, r);
    return r;
}

void recording_tick(struct recording *r)
{
    if (engine_mode() == ENGINE_RECORDING) {
        clock_file_add(&r->clock, (struct clock_point){
                                      .instructions = engine_instructions(),
                                      .us = (uint64_t)(g_get_monotonic_time() - r->clock_began_us),
                                  });
    }
}

void recording_add_session(struct recording *r, const char *identity)
{
    /* Each once, and no more than a manifest holds: the guest opens as many as it likes. */
    if (r->sessions->len < MANIFEST_MAX_LIST &&
        !g_ptr_array_find_with_equal_func(r->sessions, identity, g_str_equal, NULL)) {
        g_ptr_array_add(r->sessions, g_strdup(identity));
    }
}

/* By a child, as the snapshot, and for the same reason not always. */
static void start_checksum(struct recording *r, struct ending *ending)
{
    struct error error;

    if (!engine_memory_is_private()) {
        ending->sums_known = engine_checksums(&ending->sums);
        return;
    }
    r->checksum_is_child = child_start(&r->checksum, checksum_work, -1, &error);
    if (!r->checksum_is_child) {
        notice("%s has no checksum: %s", r->files.name, error.text);
    }
}

void recording_end(struct recording *r, enum manifest_end reason)
{
    /* By the clock that nobody sets: a recording does not end before it began. */
    int64_t ended_ms = r->manifest.started_ms + recording_elapsed_ms(r);
    struct ending ending = {.reached = true, .ended_ms = ended_ms, .reason = reason};

    recording_tick(r);
    clock_file_end(&r->clock);
    if (engine_mode() == ENGINE_RECORDING) {
        ending.instructions = engine_instructions();
        ending.instructions_known = true;
        if (r->settings.checksum) {
            start_checksum(r, &ending);
        }
        engine_end_recording();
    }
    ending.log_gap = engine_log_gap();
    g_mutex_lock(&r->lock);
    r->ending = ending;
    g_cond_signal(&r->changed);
    g_mutex_unlock(&r->lock);
}

const char *recording_name(const struct recording *r)
{
    return r->files.name;
}

int64_t recording_elapsed_ms(const struct recording *r)
{
    return (g_get_monotonic_time() - r->began_us) / 1000;
}

uint64_t recording_log_bytes(const struct recording *r)
{
    return atomic_load(&r->log.bytes);
}

bool recording_snapshot_pending(const struct recording *r)
{
    return atomic_load(&r->snapshot_pending);
}

bool recording_is_finished(const struct recording *r)
{
    return atomic_load(&r->finished);
}

static void report(const struct recording *r)
{
    const struct manifest *m = &r->manifest;

    if (m->state == MANIFEST_WHOLE) {
        notice("recorded %s: %" PRIu64 " instructions, snapshot %" PRIu64 " bytes, log %" PRIu64 " bytes",
                r->files.name, m->instructions, m->snapshot.bytes, m->log.bytes);
    } else {
        notice("%s is incomplete: %s", r->files.name, m->reason);
    }
}

bool recording_close(struct recording *r)
{
    bool whole;

    g_thread_join(r->finisher);
    whole = r->manifest.state == MANIFEST_WHOLE;
    report(r);
    recording_free(r);
    return whole;
}
