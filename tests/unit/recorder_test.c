/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The recorder on an engine without PANDA: which files and which answers come of calls, failures and the operator. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "arguments.h"
#include "clock/clock.h"
#include "fake_engine.h"
#include "manifest/manifest.h"
#include "record/recorder.h"
#include "scratch.h"

static struct recorder *recorder;
static struct settings settings;
static struct error error;
static struct manifest manifest;

/* What the recorder told its listener: a + for each start, a - for each end. */
static char told[128];

static void tell_started(const char *name)
{
    assert_true(scratch_count() >= 2 && name[0] != '\0');
    strcat(told, "+");
}

static void tell_stopped(const char *name)
{
    assert_true(name[0] != '\0');
    strcat(told, "-");
}

static const struct recorder_listener listener = {tell_started, tell_stopped};

/* What the plugin prints, in place of the standard error stream. */
static FILE *real_stderr;
static char *printed;
static size_t printed_size;

static int enter(void **state)
{
    if (scratch_enter(state) != 0) {
        return -1;
    }
    fake_reset();
    settings_default(&settings);
    told[0] = '\0';
    strcpy(settings.directory, scratch);
    real_stderr = stderr;
    stderr = open_memstream(&printed, &printed_size);
    return stderr != NULL ? 0 : -1;
}

static int leave(void **state)
{
    recorder_on_shutdown(recorder);
    recorder_free(recorder);
    fclose(stderr);
    stderr = real_stderr;
    free(printed);
    manifest_free(&manifest);
    return scratch_leave(state);
}

static void begin(void)
{
    recorder = recorder_new(&settings, &listener, &error);
    assert_non_null(recorder);
}

static int32_t toggle(const char *name)
{
    return fake_call1(recorder, RECCTRL_ACTION_TOGGLE, name);
}

static const char *output(void)
{
    fflush(stderr);
    return printed;
}

static unsigned lines(void)
{
    unsigned count = 0;

    for (const char *p = output(); *p != '\0'; p++) {
        count += *p == '\n';
    }
    return count;
}

static void wait_for_lines(unsigned wanted)
{
    while (lines() < wanted) {
        fake_wait(recorder);
    }
    assert_int_equal(lines(), wanted);
}

static const struct manifest *read_manifest(const char *name)
{
    int fd = open(scratch, O_RDONLY | O_DIRECTORY);
    bool done;

    manifest_free(&manifest);
    done = manifest_read(fd, name, &manifest, &error);
    close(fd);
    if (!done) {
        fail_msg("%s", error.text);
    }
    return &manifest;
}

/* --- recordings that go well --- */

static void two_toggles_make_a_recording(void **state)
{
    (void)state;
    begin();
    assert_int_equal(toggle("x"), RECCTRL_START);
    assert_int_equal(fake.mode, ENGINE_RECORDING);
    fake.instructions = 900;
    assert_int_equal(toggle("ignored"), RECCTRL_STOP);
    assert_int_equal(fake.mode, ENGINE_LIVE);
    wait_for_lines(1);
    assert_string_equal(output(), "recctrl: recorded x_000: 1000 instructions, snapshot 8 bytes, log 8 bytes\n");
    assert_int_equal(scratch_count(), 4);
    assert_string_equal(scratch_read("x_000-rr-snp"), "snapshot");
    assert_string_equal(told, "+-");

    const struct manifest *m = read_manifest("x_000");
    assert_int_equal(m->state, MANIFEST_WHOLE);
    assert_string_equal(m->name, "x_000");
    assert_int_equal(m->end_reason, MANIFEST_END_GUEST);
    assert_int_equal(m->instructions, 1000);
    assert_int_equal(m->contract, 1);
    assert_string_equal(m->target, "fake");
    assert_string_equal(m->engine, "none");
    assert_int_equal(m->machine_count, 4); /* with what a replay needs beside them */
    assert_string_equal(m->machine[3], "fake.device=still");
    assert_true(m->ended_ms >= m->started_ms);
    assert_int_equal(m->snapshot.bytes, 8);
    assert_string_equal(m->snapshot.sha256, "16a0eeb0791b6c92451fd284dd9f599e0a7dbe7f6ebea6e2d2d06c7f74aec112");
    assert_int_equal(m->log.bytes, 8);
    assert_null(m->note);
    assert_int_equal(m->session_count, 0);
    assert_string_equal(m->ram_checksum, "");
}

/* The clock of a recording; the caller frees it. */
static struct clock read_clock(const char *file)
{
    struct clock clock = {0};
    struct stat status;
    uint8_t bytes[8192];
    int fd = open(scratch_path(file), O_RDONLY);

    assert_int_equal(fstat(fd, &status), 0);
    assert_int_equal(status.st_mode, S_IFREG | 0600);
    ssize_t size = read(fd, bytes, sizeof(bytes));
    close(fd);
    assert_true(size > 0 && clock_read(bytes, (size_t)size, &clock));
    return clock;
}

static void the_clock_tells_when_each_instruction_was(void **state)
{
    int64_t began, between, ended;

    (void)state;
    settings.fork_snapshot = false;
    begin();
    assert_int_equal(toggle("x"), RECCTRL_START);
    began = g_get_real_time();
    g_usleep(20000);
    fake.instructions = 500;
    fake_main_loop(recorder);
    between = g_get_real_time();
    g_usleep(20000);
    assert_int_equal(toggle("x"), RECCTRL_STOP);
    ended = g_get_real_time();
    wait_for_lines(1);

    struct clock clock = read_clock("x_000-rr-clock");
    const struct clock_point *last = &clock.points[clock.count - 1];
    int64_t start = (int64_t)clock.began_unix_us;
    assert_true(start <= began);
    assert_true(start + (int64_t)clock_us(&clock, 500) >= began + 20000 - CLOCK_TOLERANCE_US);
    assert_true(start + (int64_t)clock_us(&clock, 500) <= between + CLOCK_TOLERANCE_US);
    assert_int_equal(last->instructions, 600);
    assert_true(start + (int64_t)last->us >= between + 20000 && start + (int64_t)last->us <= ended);
    clock_free(&clock);
}

static void a_clock_that_does_not_fit_harms_nothing(void **state)
{
    struct rlimit before, limit;

    (void)state;
    begin();
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    limit = (struct rlimit){2000, before.rlim_max}; /* more than a manifest has */
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    assert_int_equal(toggle("x"), RECCTRL_START);
    for (int i = 0; i < 1000; i++) { /* a pace that no line fits */
        g_usleep(2 * CLOCK_TOLERANCE_US);
        fake.instructions += i % 2 == 0 ? 1 : 1000000;
        fake_main_loop(recorder);
    }
    assert_int_equal(toggle("x"), RECCTRL_STOP);
    wait_for_lines(2);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_non_null(strstr(output(), "x_000: its clock ends early: File too large\n"));
    assert_int_equal(read_manifest("x_000")->state, MANIFEST_WHOLE);
    struct clock clock = read_clock("x_000-rr-clock");
    assert_true(clock.count > 100);
    clock_free(&clock);
}

static void a_snapshot_without_a_child(void **state)
{
    (void)state;
    settings.fork_snapshot = false;
    begin();
    assert_int_equal(toggle("x"), RECCTRL_START);
    assert_string_equal(scratch_read("x_000-rr-snp"), "snapshot");
    assert_int_equal(toggle("x"), RECCTRL_STOP);
    wait_for_lines(1);
    assert_int_equal(read_manifest("x_000")->state, MANIFEST_WHOLE);
}

static void checksums_are_taken_where_it_ends(void **state)
{
    (void)state;
    settings.checksum = true;
    begin();
    toggle("x");
    toggle("x");
    wait_for_lines(1);
    assert_string_equal(read_manifest("x_000")->ram_checksum, "12345678");
    assert_string_equal(manifest.register_checksum, "9abcdef0");
    fake.checksum_fails = true;
    toggle("x");
    toggle("x");
    wait_for_lines(3);
    assert_non_null(strstr(output(), "recctrl: x_001 has no checksum: "));
    assert_int_equal(read_manifest("x_001")->state, MANIFEST_WHOLE);
    assert_string_equal(manifest.ram_checksum, "");
}

static void sessions_and_the_note_are_in_the_manifest(void **state)
{
    (void)state;
    settings.controller.session_mode = true;
    begin();
    assert_int_equal(fake_call2(recorder, RECCTRL_CALL_SESSION_OPEN, "login", "1001"), RECCTRL_START);
    assert_int_equal(fake_call2(recorder, RECCTRL_CALL_SESSION_OPEN, "login", "1002"), RECCTRL_NOOP);
    assert_int_equal(fake_call1(recorder, RECCTRL_ACTION_SESSION_OPEN, "login"), RECCTRL_NOOP);
    assert_int_equal(fake_call2(recorder, RECCTRL_CALL_SESSION_CLOSE, "", "1001"), RECCTRL_NOOP);
    assert_int_equal(fake_call2(recorder, RECCTRL_CALL_SESSION_CLOSE_ALL, "", ""), RECCTRL_STOP);
    assert_int_equal(fake.answers_in_log, 3);
    wait_for_lines(1);
    const struct manifest *m = read_manifest("login_000");
    assert_int_equal(m->session_count, 2);
    assert_string_equal(m->sessions[0], "1001");
    assert_string_equal(m->sessions[1], "1002");
    assert_string_equal(m->note, "a note");
    assert_int_equal(m->contract, 2);
}

static void nrec_quits_after_the_last_is_whole(void **state)
{
    (void)state;
    settings.controller.recordings_max = 2;
    begin();
    for (int i = 0; i < 2; i++) {
        assert_int_equal(toggle("x"), RECCTRL_START);
        assert_int_equal(toggle("x"), RECCTRL_STOP);
        assert_false(fake.quit && lines() < 2);
    }
    wait_for_lines(2);
    assert_true(fake.quit);
    assert_int_equal(read_manifest("x_000")->state, MANIFEST_WHOLE);
    assert_int_equal(read_manifest("x_001")->state, MANIFEST_WHOLE);
}

static void nrec_1_takes_the_plain_name(void **state)
{
    (void)state;
    settings.controller.recordings_max = 1;
    begin();
    scratch_write("old-rr.json", "{}");
    assert_int_equal(toggle("old"), RECCTRL_ERROR);
    assert_int_equal(toggle("x"), RECCTRL_START);
    assert_int_equal(toggle("x"), RECCTRL_STOP);
    wait_for_lines(2);
    assert_true(fake.quit);
    assert_true(scratch_has("x-rr-snp"));
    assert_string_equal(scratch_read("old-rr.json"), "{}");
}

static void dry_leaves_no_file(void **state)
{
    (void)state;
    settings.controller.dry = true;
    begin();
    for (int i = 0; i < 3; i++) {
        assert_int_equal(toggle("x"), RECCTRL_START);
        assert_int_equal(fake.mode, ENGINE_LIVE);
        assert_int_equal(toggle("x"), RECCTRL_STOP);
    }
    fake_main_loop(recorder);
    assert_int_equal(scratch_count(), 0);
    assert_int_equal(lines(), 0);
}

static void a_timeout_ends_it(void **state)
{
    (void)state;
    settings.limits.seconds = 1;
    begin();
    assert_int_equal(toggle("x"), RECCTRL_START);
    wait_for_lines(1);
    assert_int_equal(fake.mode, ENGINE_LIVE);
    assert_true(fake.running);
    assert_int_equal(read_manifest("x_000")->state, MANIFEST_WHOLE);
    assert_int_equal(manifest.end_reason, MANIFEST_END_TIMEOUT);
    assert_int_equal(toggle("x"), RECCTRL_START);
    assert_int_equal(toggle("x"), RECCTRL_STOP);
}

static void a_log_that_grows_too_long_ends_it(void **state)
{
    (void)state;
    settings.limits.log_bytes = 1000;
    begin();
    assert_int_equal(toggle("x"), RECCTRL_START);
    for (int i = 0; i < 100; i++) {
        fwrite("an entry", 1, 8, fake.log);
        fake_main_loop(recorder);
        assert_int_equal(fake.mode, ENGINE_RECORDING);
    }
    for (int i = 0; i < 100; i++) {
        fwrite("an entry", 1, 8, fake.log);
    }
    fflush(fake.log);
    wait_for_lines(1);
    assert_int_equal(read_manifest("x_000")->state, MANIFEST_WHOLE);
    assert_int_equal(manifest.end_reason, MANIFEST_END_LIMIT);
    assert_int_equal(toggle("x"), RECCTRL_START);
}

static void without_free_space_nothing_starts(void **state)
{
    (void)state;
    settings.limits.free_bytes = (uint64_t)1 << 62;
    begin();
    assert_int_equal(fake_call2(recorder, RECCTRL_CALL_START, "x", ""), RECCTRL_ERROR_NO_SPACE);
    assert_int_equal(toggle("x"), RECCTRL_ERROR);
    assert_int_equal(lines(), 2);
    assert_non_null(strstr(output(), "min_free"));
    assert_int_equal(scratch_count(), 0);
    assert_int_equal(fake.mode, ENGINE_LIVE);
}

/* A guest that starts in a tight loop fills neither the disk nor the operator's screen. */
static void starts_are_limited_by_the_minute(void **state)
{
    int started = 0;

    (void)state;
    settings.controller.starts_per_minute = 3;
    begin();
    for (int i = 0; i < 1000; i++) {
        started += toggle("x") == RECCTRL_START;
    }
    assert_in_range(started, 3, 4);
    wait_for_lines((unsigned)started);
    fake.log_fails = true;
    for (int i = 0; i < 1000; i++) {
        assert_int_equal(toggle("x"), RECCTRL_ERROR);
    }
    assert_in_range(lines(), started, started + 2);
}

static void starts_that_fail_in_a_loop_are_a_few_lines(void **state)
{
    (void)state;
    settings.controller.starts_per_minute = 0;
    begin();
    fake.log_fails = true;
    for (int i = 0; i < 1000; i++) {
        assert_int_equal(fake_call2(recorder, RECCTRL_CALL_START, "x", ""), RECCTRL_ERROR_ENGINE);
    }
    assert_in_range(lines(), 6, 10); /* six a minute: more where this took long */
}

static void with_a_secret_other_calls_are_native(void **state)
{
    static const char secret[] = "0123456789abcdef";

    (void)state;
    strcpy(settings.token_file, scratch_path("token"));
    scratch_write("token", "too short");
    assert_null(recorder_new(&settings, &listener, &error));
    assert_non_null(strstr(error.text, "token_file="));
    scratch_write("token", secret);
    begin();
    assert_int_equal(toggle("x"), FAKE_NATIVE);
    assert_int_equal(fake_call2(recorder, RECCTRL_CALL_CHECK, "", ""), FAKE_NATIVE);
    memcpy(fake.request.token, secret, 16);
    assert_false(fake_vcpu(recorder));
    assert_int_equal(fake.answer, RECCTRL_HELLO);
    fake.request.token[63] = 1;
    assert_false(fake_vcpu(recorder));
    assert_int_equal(fake.answer, FAKE_NATIVE);
}

static void status_tells_that_a_snapshot_is_being_written(void **state)
{
    int gate;

    (void)state;
    snprintf(fake.gate, sizeof(fake.gate), "%s", scratch_path("gate"));
    assert_int_equal(mkfifo(fake.gate, 0600), 0);
    fake.snapshot = SNAPSHOT_WAITS;
    begin();
    assert_int_equal(toggle("x"), RECCTRL_START);
    assert_int_equal(fake_call2(recorder, RECCTRL_CALL_STATUS, "", ""), 0x53540000 | 16 | 1);
    assert_int_equal(toggle("x"), RECCTRL_STOP);
    assert_int_equal(lines(), 0);
    gate = open(fake.gate, O_RDONLY);
    wait_for_lines(1);
    close(gate);
    assert_int_equal(read_manifest("x_000")->state, MANIFEST_WHOLE);
}

/* --- engine and disk fail --- */

static void fails_to_start(int32_t reason, const char *why)
{
    unsigned before = lines();

    assert_int_equal(fake_call2(recorder, RECCTRL_CALL_START, "x", ""), reason);
    assert_int_equal(fake.mode, ENGINE_LIVE);
    assert_true(fake.running);
    assert_int_equal(lines(), before + 1);
    assert_non_null(strstr(output(), why));
    assert_int_equal(scratch_count(), 0);
    assert_int_equal(toggle("x"), RECCTRL_ERROR);
    assert_int_equal(scratch_count(), 0);
    assert_string_equal(told, "");
}

static void failures_of_the_start_leave_nothing(void **state)
{
    (void)state;
    begin();
    fake.log_fails = true;
    fails_to_start(RECCTRL_ERROR_ENGINE, "log: made to fail");
    fake.log_fails = false;
    fake.share_fails = true;
    fails_to_start(RECCTRL_ERROR_ENGINE, "snapshot: the guest's memory");
    fake.share_fails = false;
    fake.refusal = "no such target";
    fails_to_start(RECCTRL_ERROR_UNSUPPORTED, "no such target");
    fake.refusal = NULL;
    assert_int_equal(toggle("x"), RECCTRL_START);
}

static void failures_of_a_sync_snapshot_leave_nothing(void **state)
{
    (void)state;
    settings.fork_snapshot = false;
    begin();
    fake.snapshot = SNAPSHOT_FAILS;
    fails_to_start(RECCTRL_ERROR_ENGINE, "snapshot: made to fail");
    fake.snapshot = SNAPSHOT_WRITTEN;
    fake.log_fails = true;
    fails_to_start(RECCTRL_ERROR_ENGINE, "log: made to fail");
}

static void a_snapshot_that_fails_makes_it_incomplete(void **state)
{
    (void)state;
    settings.controller.recordings_max = 2;
    begin();
    fake.snapshot = SNAPSHOT_FAILS;
    assert_int_equal(toggle("x"), RECCTRL_START);
    assert_int_equal(toggle("x"), RECCTRL_STOP);
    wait_for_lines(1);
    assert_string_equal(output(), "recctrl: x_000 is incomplete: snapshot: made to fail\n");
    assert_int_equal(read_manifest("x_000")->state, MANIFEST_INCOMPLETE);
    fake.snapshot = SNAPSHOT_DIES;
    assert_int_equal(toggle("x"), RECCTRL_START);
    assert_int_equal(toggle("x"), RECCTRL_STOP);
    wait_for_lines(2);
    assert_non_null(strstr(output(), "x_001 is incomplete: snapshot: its process was killed by signal 9"));
    assert_int_equal(read_manifest("x_001")->state, MANIFEST_INCOMPLETE);
}

static void a_gap_in_the_log_makes_it_incomplete(void **state)
{
    (void)state;
    begin();
    assert_int_equal(toggle("x"), RECCTRL_START);
    fake.log_gap = "made to lack something";
    assert_int_equal(toggle("x"), RECCTRL_STOP);
    wait_for_lines(1);
    assert_string_equal(output(), "recctrl: x_000 is incomplete: log: made to lack something\n");
    assert_int_equal(read_manifest("x_000")->state, MANIFEST_INCOMPLETE);
    assert_string_equal(manifest.log_format, "fake-log");
}

static void a_log_that_does_not_fit_makes_it_incomplete(void **state)
{
    struct rlimit before, limit;

    (void)state;
    begin();
    assert_int_equal(toggle("x"), RECCTRL_START);
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    limit = (struct rlimit){100, before.rlim_max};
    for (int i = 0; i < 100; i++) {
        fwrite("an entry", 1, 8, fake.log);
    }
    fflush(stderr);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    fflush(fake.log);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(toggle("x"), RECCTRL_STOP);
    wait_for_lines(1);
    assert_non_null(strstr(output(), "x_000 is incomplete: log: "));
    assert_int_equal(read_manifest("x_000")->state, MANIFEST_INCOMPLETE);
    assert_int_equal(manifest.log.bytes, 100);
}

/* --- the guest misbehaves --- */

static void bad_requests_change_nothing(void **state)
{
    (void)state;
    begin();
    assert_int_equal(toggle("../x"), RECCTRL_ERROR);
    assert_int_equal(fake_call1(recorder, 300, "x"), RECCTRL_ERROR);
    assert_int_equal(fake_call2(recorder, 99, "x", ""), RECCTRL_ERROR_BAD_REQUEST);
    fake.hypercall.magic = 0;
    assert_false(fake_vcpu(recorder));
    assert_int_equal(fake.answer, FAKE_NATIVE);
    assert_int_equal(scratch_count(), 0);
    assert_int_equal(lines(), 0);
}

/* Inside a recording every answer goes through the log, so that a replay gives it as well. */
static void answers_inside_a_recording_are_logged(void **state)
{
    (void)state;
    begin();
    assert_int_equal(toggle("x"), RECCTRL_START);
    for (unsigned i = 1; i <= 100; i++) {
        assert_int_equal(fake_call2(recorder, RECCTRL_CALL_CHECK, "", ""), RECCTRL_HELLO);
        assert_int_equal(fake_call1(recorder, 0, "x"), RECCTRL_ERROR);
        assert_int_equal(fake.answers_in_log, 2 * i);
    }
    assert_int_equal(toggle("x"), RECCTRL_STOP);
}

/* Each call inside is in a log, which a guest in a loop must not fill: those beyond a minute's worth wait. */
static void a_loop_of_calls_inside_recordings_waits(void **state)
{
    int64_t began = g_get_monotonic_time();

    (void)state;
    begin();
    assert_int_equal(toggle("x"), RECCTRL_START);
    for (unsigned i = 0; i < 59999; i++) {
        assert_int_equal(fake_call1(recorder, 0, "x"), RECCTRL_ERROR);
    }
    assert_int_equal(toggle("x"), RECCTRL_STOP);
    for (unsigned i = 0; i < 100000; i++) {
        assert_int_equal(fake_call1(recorder, 0, "x"), RECCTRL_ERROR);
    }
    assert_int_equal(fake.delayed_ms, 0);
    assert_int_equal(toggle("x"), RECCTRL_START);
    while (fake.delayed_ms == 0) {
        assert_int_equal(fake_call1(recorder, 0, "x"), RECCTRL_ERROR);
    }
    assert_in_range(fake.answers_in_log, 59999, 60000 + (g_get_monotonic_time() - began) / 1000);
    assert_int_equal(toggle("x"), RECCTRL_STOP);
}

/* Each unfinished snapshot holds memory: the fifth start waits until the first is whole. */
static void starts_faster_than_the_disk_wait(void **state)
{
    int gate;

    (void)state;
    snprintf(fake.gate, sizeof(fake.gate), "%s", scratch_path("gate"));
    assert_int_equal(mkfifo(fake.gate, 0600), 0);
    fake.snapshot = SNAPSHOT_WAITS;
    begin();
    for (int i = 0; i < 4; i++) {
        assert_int_equal(toggle("x"), RECCTRL_START);
        assert_int_equal(toggle("x"), RECCTRL_STOP);
    }
    assert_int_equal(lines(), 0);
    gate = open(fake.gate, O_RDONLY | O_NONBLOCK);
    assert_int_equal(toggle("x"), RECCTRL_START);
    assert_in_range(lines(), 1, 4);
    assert_int_equal(toggle("x"), RECCTRL_STOP);
    wait_for_lines(5);
    close(gate);
    assert_int_equal(scratch_count(), 1 + 5 * 4);
}

static void a_replay_is_left_alone(void **state)
{
    (void)state;
    begin();
    fake.mode = ENGINE_REPLAYING;
    assert_int_equal(toggle("x"), FAKE_NATIVE);
    assert_int_equal(fake_call2(recorder, RECCTRL_CALL_CHECK, "", ""), FAKE_NATIVE);
    fake.mode = ENGINE_LIVE;
}

/* --- the operator, the machine's reset and its end --- */

static void the_operators_recording_goes_on(void **state)
{
    (void)state;
    begin();
    fake_operator_begins();
    assert_int_equal(fake_call2(recorder, RECCTRL_CALL_STOP, "", ""), RECCTRL_ERROR_OPERATOR);
    assert_int_equal(toggle("x"), RECCTRL_ERROR);
    assert_int_equal(fake_call2(recorder, RECCTRL_CALL_STATUS, "", ""), 0x53540000 | 8 | 1);
    assert_int_equal(fake.mode, ENGINE_RECORDING);
    fake_operator_ends();
    assert_int_equal(toggle("x"), RECCTRL_START);
}

static void the_operator_ends_ours(void **state)
{
    (void)state;
    begin();
    assert_int_equal(toggle("x"), RECCTRL_START);
    fake_operator_ends();
    fake_main_loop(recorder);
    wait_for_lines(1);
    assert_int_equal(read_manifest("x_000")->state, MANIFEST_WHOLE);
    assert_int_equal(manifest.end_reason, MANIFEST_END_OPERATOR);
    assert_true(fake.running);
    assert_int_equal(toggle("x"), RECCTRL_START);
}

/* The engine is asked and has not ended it yet: then it ends as by a command of our own, with a checksum. */
static void the_operator_asks_for_the_end_of_ours(void **state)
{
    (void)state;
    settings.checksum = true;
    begin();
    assert_int_equal(toggle("x"), RECCTRL_START);
    fake.end_asked = true;
    fake_main_loop(recorder);
    assert_false(fake.end_asked);
    wait_for_lines(1);
    assert_int_equal(read_manifest("x_000")->end_reason, MANIFEST_END_OPERATOR);
    assert_string_equal(manifest.ram_checksum, "12345678");
    assert_true(fake.running);
    assert_int_equal(toggle("x"), RECCTRL_START);
}

/* Both at once: the guest's stop stands at its call while the operator ends the recording. */
static void the_operator_ends_ours_before_our_stop(void **state)
{
    (void)state;
    begin();
    assert_int_equal(toggle("x"), RECCTRL_START);
    fake.answer = FAKE_NATIVE;
    assert_true(fake_vcpu(recorder));
    fake_operator_ends();
    fake_main_loop(recorder);
    /* The same call is made once more, and starts. */
    assert_true(fake.running);
    assert_int_equal(fake.answer, FAKE_NATIVE);
    assert_int_equal(toggle("x"), RECCTRL_START);
    wait_for_lines(1);
    assert_int_equal(read_manifest("x_000")->end_reason, MANIFEST_END_OPERATOR);
}

static bool operator_stops(void)
{
    return recorder_operator_stop(recorder, &error);
}

/* The same by the operator's command of recctrl's own. */
static void our_operator_ends_ours_before_our_stop(void **state)
{
    (void)state;
    begin();
    assert_int_equal(toggle("x"), RECCTRL_START);
    fake.answer = FAKE_NATIVE;
    assert_true(fake_vcpu(recorder));
    assert_true(operator_stops());
    assert_false(operator_stops());
    fake_main_loop(recorder);
    assert_true(fake.running);
    assert_int_equal(fake.answer, FAKE_NATIVE);
    assert_int_equal(toggle("x"), RECCTRL_START);
    wait_for_lines(1);
}

/* The machine stops some time after it was told to: until then the guest can make its call. */
static void our_stop_comes_while_the_operator_ends_ours(void **state)
{
    (void)state;
    begin();
    assert_int_equal(toggle("x"), RECCTRL_START);
    fake.answer = FAKE_NATIVE;
    fake_call_while_stopping(recorder);
    assert_true(operator_stops());
    fake_main_loop(recorder);
    assert_true(fake.running);
    assert_int_equal(fake.answer, FAKE_NATIVE);
    assert_int_equal(toggle("x"), RECCTRL_START);
    wait_for_lines(1);
}

/* An answer that was decided on is given, and what it answers is not done twice. */
static void a_session_opens_while_the_operator_ends_ours(void **state)
{
    (void)state;
    settings.controller.session_mode = true;
    begin();
    assert_int_equal(fake_call1(recorder, RECCTRL_ACTION_SESSION_OPEN, "x"), RECCTRL_START);
    fake.answer = FAKE_NATIVE;
    fake_call_while_stopping(recorder);
    assert_true(operator_stops());
    fake_main_loop(recorder);
    assert_true(fake.running);
    assert_int_equal(fake.answer, RECCTRL_NOOP);
    assert_int_equal(recorder_status(recorder).sessions, 2);
}

static void the_operator_begins_before_our_start(void **state)
{
    (void)state;
    begin();
    fake_call2(recorder, RECCTRL_CALL_STATUS, "", "");
    fake.request.action = RECCTRL_CALL_START;
    strcpy(fake.request.name, "x");
    fake.answer = FAKE_NATIVE;
    assert_true(fake_vcpu(recorder));
    fake_operator_begins();
    fake_main_loop(recorder);
    assert_true(fake.running);
    assert_int_equal(fake.mode, ENGINE_RECORDING);
    assert_int_equal(fake.answer, FAKE_NATIVE);
    assert_int_equal(fake_call2(recorder, RECCTRL_CALL_START, "x", ""), RECCTRL_ERROR_OPERATOR);
    assert_int_equal(scratch_count(), 0);
    fake_operator_ends();
}

static void the_operator_starts_as_soon_as_the_guest_runs(void **state)
{
    (void)state;
    begin();
    assert_false(recorder_operator_start(recorder, "a/b", &error));
    assert_true(recorder_operator_start(recorder, "x", &error));
    assert_false(recorder_operator_start(recorder, "y", &error));
    assert_true(operator_stops());
    assert_false(fake_block(recorder));
    assert_true(recorder_operator_start(recorder, "x", &error));
    assert_int_equal(scratch_count(), 0);
    assert_true(fake_block(recorder));
    fake_main_loop(recorder);
    assert_true(fake.running);
    assert_int_equal(fake.mode, ENGINE_RECORDING);
    assert_string_equal(recorder_status(recorder).recording, "x_000");
    assert_int_equal(fake_call2(recorder, RECCTRL_CALL_STOP, "", ""), RECCTRL_ERROR_OPERATOR);
    assert_false(recorder_operator_start(recorder, "x", &error));
    assert_true(operator_stops());
    wait_for_lines(1);
    assert_int_equal(read_manifest("x_000")->end_reason, MANIFEST_END_OPERATOR);
    assert_int_equal(manifest.contract, 0);
    assert_int_equal(toggle("x"), RECCTRL_START);
}

static void the_operator_takes_back_a_start_in_the_last_moment(void **state)
{
    (void)state;
    begin();
    assert_true(recorder_operator_start(recorder, "x", &error));
    assert_true(fake_block(recorder));
    assert_true(operator_stops());
    fake_main_loop(recorder);
    assert_true(fake.running);
    assert_int_equal(fake.mode, ENGINE_LIVE);
    assert_int_equal(scratch_count(), 0);
}

static void the_guest_starts_before_the_operator(void **state)
{
    (void)state;
    begin();
    fake_call2(recorder, RECCTRL_CALL_STATUS, "", "");
    fake.request.action = RECCTRL_CALL_START;
    strcpy(fake.request.name, "guest");
    assert_true(recorder_operator_start(recorder, "operator", &error));
    assert_true(fake_vcpu(recorder));
    fake_main_loop(recorder);
    assert_true(fake_block(recorder));
    fake_main_loop(recorder);
    assert_int_equal(lines(), 1);
    assert_non_null(strstr(output(), "operator"));
    assert_string_equal(recorder_status(recorder).recording, "guest_000");
    assert_false(recorder_status(recorder).by_operator);
    assert_int_equal(toggle("x"), RECCTRL_STOP);
}

static void the_operator_closes_all_sessions(void **state)
{
    (void)state;
    settings.controller.session_mode = true;
    begin();
    assert_int_equal(fake_call2(recorder, RECCTRL_CALL_SESSION_OPEN, "x", "1001"), RECCTRL_START);
    assert_string_equal(recorder_session(recorder, 0), "1001");
    assert_null(recorder_session(recorder, 1));
    recorder_operator_close_sessions(recorder);
    assert_null(recorder_session(recorder, 0));
    wait_for_lines(1);
    assert_int_equal(read_manifest("x_000")->end_reason, MANIFEST_END_OPERATOR);
    assert_int_equal(fake_call2(recorder, RECCTRL_CALL_SESSION_OPEN, "x", "1001"), RECCTRL_START);
}

static void a_stop_that_somebody_took_back_is_asked_for_again(void **state)
{
    (void)state;
    begin();
    fake.loses_stop = true;
    assert_int_equal(toggle("x"), RECCTRL_START);
    fake.loses_stop = true;
    assert_int_equal(toggle("x"), RECCTRL_STOP);
    wait_for_lines(1);
    assert_int_equal(scratch_count(), 4);
}

static void the_end_of_the_machine_ends_it(void **state)
{
    (void)state;
    begin();
    assert_int_equal(toggle("x"), RECCTRL_START);
    recorder_on_shutdown(recorder);
    wait_for_lines(1);
    assert_int_equal(read_manifest("x_000")->state, MANIFEST_WHOLE);
    assert_int_equal(manifest.end_reason, MANIFEST_END_SHUTDOWN);
}

/* -no-shutdown lets the main loop live on, with a vCPU that stands in front of its call. */
static void the_end_of_the_machine_before_our_stop(void **state)
{
    (void)state;
    begin();
    assert_int_equal(toggle("x"), RECCTRL_START);
    assert_true(fake_vcpu(recorder));
    recorder_on_shutdown(recorder);
    fake_main_loop(recorder);
    wait_for_lines(1);
    assert_int_equal(read_manifest("x_000")->end_reason, MANIFEST_END_SHUTDOWN);
    assert_int_equal(toggle("x"), RECCTRL_START);
}

static void reset(void)
{
    fake.running = false;
    recorder_on_reset(recorder);
    fake.running = true;
}

static void a_reset_ends_it_and_forgets_sessions(void **state)
{
    (void)state;
    settings.controller.session_mode = true;
    begin();
    assert_int_equal(fake_call1(recorder, RECCTRL_ACTION_SESSION_OPEN, "x"), RECCTRL_START);
    reset();
    wait_for_lines(1);
    assert_int_equal(read_manifest("x_000")->end_reason, MANIFEST_END_RESET);
    assert_int_equal(fake_call1(recorder, RECCTRL_ACTION_SESSION_CLOSE, "x"), RECCTRL_ERROR);
    assert_int_equal(fake_call1(recorder, RECCTRL_ACTION_SESSION_OPEN, "x"), RECCTRL_START);
}

static void a_reset_before_our_stop(void **state)
{
    (void)state;
    settings.controller.session_mode = true;
    begin();
    assert_int_equal(fake_call1(recorder, RECCTRL_ACTION_SESSION_OPEN, "x"), RECCTRL_START);
    fake.hypercall.action = RECCTRL_ACTION_SESSION_CLOSE;
    assert_true(fake_vcpu(recorder));
    reset();
    fake_main_loop(recorder);
    wait_for_lines(1);
    assert_true(fake.running);
    assert_int_equal(read_manifest("x_000")->end_reason, MANIFEST_END_RESET);
    assert_int_equal(fake_call2(recorder, RECCTRL_CALL_STATUS, "", ""), 0x53540000 | 2);
}

static void a_reset_of_a_dry_machine(void **state)
{
    (void)state;
    settings.controller.dry = true;
    begin();
    assert_int_equal(toggle("x"), RECCTRL_START);
    reset();
    assert_int_equal(toggle("x"), RECCTRL_START);
}

static void a_directory_that_is_missing(void **state)
{
    (void)state;
    strcat(settings.directory, "/missing");
    assert_null(recorder_new(&settings, &listener, &error));
    assert_non_null(strstr(error.text, "/missing: "));
    strcpy(settings.directory, scratch);
    begin();
}

int main(void)
{
    setenv("G_SLICE", "always-malloc", 1); /* as recctrl-panda does; without it no child writes a snapshot */
#define WITH_ENGINE(test) cmocka_unit_test_setup_teardown(test, enter, leave)
    const struct CMUnitTest tests[] = {
        WITH_ENGINE(two_toggles_make_a_recording),
        WITH_ENGINE(a_snapshot_without_a_child),
        WITH_ENGINE(the_clock_tells_when_each_instruction_was),
        WITH_ENGINE(a_clock_that_does_not_fit_harms_nothing),
        WITH_ENGINE(checksums_are_taken_where_it_ends),
        WITH_ENGINE(sessions_and_the_note_are_in_the_manifest),
        WITH_ENGINE(nrec_quits_after_the_last_is_whole),
        WITH_ENGINE(nrec_1_takes_the_plain_name),
        WITH_ENGINE(dry_leaves_no_file),
        WITH_ENGINE(a_timeout_ends_it),
        WITH_ENGINE(a_log_that_grows_too_long_ends_it),
        WITH_ENGINE(without_free_space_nothing_starts),
        WITH_ENGINE(starts_are_limited_by_the_minute),
        WITH_ENGINE(starts_that_fail_in_a_loop_are_a_few_lines),
        WITH_ENGINE(with_a_secret_other_calls_are_native),
        WITH_ENGINE(status_tells_that_a_snapshot_is_being_written),
        WITH_ENGINE(failures_of_the_start_leave_nothing),
        WITH_ENGINE(failures_of_a_sync_snapshot_leave_nothing),
        WITH_ENGINE(a_snapshot_that_fails_makes_it_incomplete),
        WITH_ENGINE(a_gap_in_the_log_makes_it_incomplete),
        WITH_ENGINE(a_log_that_does_not_fit_makes_it_incomplete),
        WITH_ENGINE(bad_requests_change_nothing),
        WITH_ENGINE(answers_inside_a_recording_are_logged),
        WITH_ENGINE(a_loop_of_calls_inside_recordings_waits),
        WITH_ENGINE(starts_faster_than_the_disk_wait),
        WITH_ENGINE(a_replay_is_left_alone),
        WITH_ENGINE(the_operators_recording_goes_on),
        WITH_ENGINE(the_operator_ends_ours),
        WITH_ENGINE(the_operator_asks_for_the_end_of_ours),
        WITH_ENGINE(the_operator_ends_ours_before_our_stop),
        WITH_ENGINE(our_operator_ends_ours_before_our_stop),
        WITH_ENGINE(our_stop_comes_while_the_operator_ends_ours),
        WITH_ENGINE(a_session_opens_while_the_operator_ends_ours),
        WITH_ENGINE(the_operator_begins_before_our_start),
        WITH_ENGINE(the_operator_starts_as_soon_as_the_guest_runs),
        WITH_ENGINE(the_operator_takes_back_a_start_in_the_last_moment),
        WITH_ENGINE(the_guest_starts_before_the_operator),
        WITH_ENGINE(the_operator_closes_all_sessions),
        WITH_ENGINE(a_stop_that_somebody_took_back_is_asked_for_again),
        WITH_ENGINE(the_end_of_the_machine_ends_it),
        WITH_ENGINE(the_end_of_the_machine_before_our_stop),
        WITH_ENGINE(a_reset_ends_it_and_forgets_sessions),
        WITH_ENGINE(a_reset_before_our_stop),
        WITH_ENGINE(a_reset_of_a_dry_machine),
        WITH_ENGINE(a_directory_that_is_missing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
