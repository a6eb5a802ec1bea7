/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fake_engine.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <setjmp.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "record/recorder.h"

struct fake_engine fake;

static jmp_buf vcpu_loop;
static struct recorder *calls_while_stopping;

void fake_reset(void)
{
    fake = (struct fake_engine){.running = true};
}

/* --- what the engine offers to the plugin --- */

char *const *engine_command_line(int *count)
{
    static char *words[] = {"-m", "64", "-panda", "recctrl:nrec=1", NULL};

    *count = 4;
    return words;
}

char **engine_replay_arguments(void)
{
    return g_strsplit("-global fake.device=still", " ", -1);
}

const char *engine_target(void)
{
    return "fake";
}

const char *engine_generation(void)
{
    return "none";
}

bool engine_take_end_request(void)
{
    bool asked = fake.end_asked;

    fake.end_asked = false;
    return asked;
}

enum engine_mode engine_mode(void)
{
    return fake.mode;
}

const char *engine_recording_refusal(void)
{
    return fake.refusal;
}

const char *engine_log_format(void)
{
    return "fake-log";
}

const char *engine_log_gap(void)
{
    return fake.log_gap;
}

static bool read_guest(void *opaque, uint64_t address, void *buffer, size_t length)
{
    (void)opaque;
    if (address < FAKE_ADDRESS || address - FAKE_ADDRESS > sizeof(fake.request) ||
        length > sizeof(fake.request) - (address - FAKE_ADDRESS)) {
        return false;
    }
    memcpy(buffer, (const char *)&fake.request + (address - FAKE_ADDRESS), length);
    return true;
}

struct hypercall engine_hypercall(void)
{
    return fake.hypercall;
}

struct guest_memory engine_guest_memory(void)
{
    return (struct guest_memory){read_guest, NULL, G_BYTE_ORDER == G_BIG_ENDIAN};
}

void engine_set_answer(int32_t answer)
{
    g_assert(fake.mode == ENGINE_LIVE);
    fake.answer = answer;
}

void engine_forget_translated_code(void)
{
    fake.code_forgotten = true;
}

_Noreturn void engine_stop_at_block(void)
{
    fake.stop_requested = !fake.loses_stop;
    longjmp(vcpu_loop, 1);
}

_Noreturn void engine_stop_at_hypercall(void)
{
    engine_stop_at_block();
}

_Noreturn void engine_answer_in_recording(int32_t answer)
{
    g_assert(fake.mode == ENGINE_RECORDING);
    fake.answer = answer;
    fake.answers_in_log++;
    longjmp(vcpu_loop, 1);
}

_Noreturn void engine_delay_hypercall(unsigned ms)
{
    fake.delayed_ms += ms;
    longjmp(vcpu_loop, 1);
}

void engine_watch_blocks(bool on)
{
    fake.watches_blocks = on;
}

void engine_stop_machine(void)
{
    struct recorder *recorder = calls_while_stopping;

    calls_while_stopping = NULL;
    if (recorder != NULL) {
        fake_vcpu(recorder);
    }
    fake.running = false;
}

/* As QEMU's vm_start(), which forgets a stop that was requested. */
void engine_resume_machine(void)
{
    fake.running = true;
    fake.stop_requested = false;
}

bool engine_machine_runs(void)
{
    return fake.running;
}

bool engine_forgets_translated_code(void)
{
    return false;
}

static gboolean wake(gpointer unused)
{
    (void)unused;
    return G_SOURCE_REMOVE;
}

void engine_wake_main_loop(void)
{
    g_timeout_add(0, wake, NULL);
}

void engine_complete_hypercall(int32_t answer)
{
    g_assert(!fake.running && fake.mode == ENGINE_LIVE);
    fake.answer = answer;
}

uint64_t engine_instructions(void)
{
    return fake.instructions;
}

bool engine_write_snapshot(int fd, struct error *error)
{
    bool written = write(fd, "snapshot", 8) == 8;

    close(fd);
    switch (fake.snapshot) {
    case SNAPSHOT_FAILS:
        return error_fail(error, "made to fail");
    case SNAPSHOT_DIES:
        raise(SIGKILL);
        break;
    case SNAPSHOT_WAITS:
        close(open(fake.gate, O_WRONLY));
        break;
    case SNAPSHOT_WRITTEN:
        break;
    }
    return written || error_fail(error, "%s", strerror(errno));
}

bool engine_memory_is_private(void)
{
    return true;
}

bool engine_share_memory_with_children(bool share)
{
    fake.shared += share ? 1 : -1;
    return !(share && fake.share_fails);
}

bool engine_begin_recording(const char *name, FILE *log, struct error *error)
{
    uint64_t header = 0;

    g_assert(fake.mode == ENGINE_LIVE && !fake.running && fake.code_forgotten && name[0] != '\0');
    fake.code_forgotten = false;
    if (fake.log_fails) {
        fclose(log);
        return error_fail(error, "made to fail");
    }
    fwrite(&header, sizeof(header), 1, log);
    fake.log = log;
    fake.instructions = 0;
    fake.mode = ENGINE_RECORDING;
    return true;
}

void engine_end_recording(void)
{
    g_assert(fake.mode == ENGINE_RECORDING && !fake.running);
    fake_operator_ends();
}

bool engine_checksums(struct engine_checksums *checksums)
{
    *checksums = (struct engine_checksums){0x12345678, 0x9abcdef0};
    return !fake.checksum_fails;
}

void engine_quit(void)
{
    fake.quit = true;
}

/* --- the machine and its operator --- */

bool fake_vcpu(struct recorder *recorder)
{
    if (setjmp(vcpu_loop) != 0) {
        return true;
    }
    if (!recorder_on_hypercall(recorder)) {
        fake.answer = FAKE_NATIVE;
    }
    return false;
}

bool fake_block(struct recorder *recorder)
{
    if (setjmp(vcpu_loop) != 0) {
        return true;
    }
    if (fake.watches_blocks) {
        recorder_on_block(recorder);
    }
    return false;
}

void fake_call_while_stopping(struct recorder *recorder)
{
    calls_while_stopping = recorder;
}

void fake_main_loop(struct recorder *recorder)
{
    bool again;

    do {
        if (fake.stop_requested) {
            fake.stop_requested = false;
            fake.running = false;
        }
        again = recorder_on_main_loop(recorder);
    } while (again || fake.stop_requested);
}

void fake_wait(struct recorder *recorder)
{
    g_main_context_iteration(NULL, TRUE);
    fake_main_loop(recorder);
}

static int32_t call(struct recorder *recorder)
{
    fake.instructions += 100;
    fake.answer = FAKE_NATIVE;
    fake_block(recorder);
    fake_main_loop(recorder);
    while (fake.answer == FAKE_NATIVE && fake_vcpu(recorder)) {
        if (fake.stop_requested) {
            fake_main_loop(recorder);
        }
        fake.loses_stop = false;
    }
    g_assert(fake.running);
    return fake.answer;
}

int32_t fake_call1(struct recorder *recorder, int32_t action, const char *name)
{
    memset(&fake.request, 0, sizeof(fake.request));
    g_strlcpy((char *)&fake.request, name, sizeof(fake.request));
    fake.hypercall = (struct hypercall){RECCTRL_MAGIC, (uint32_t)action, FAKE_ADDRESS};
    return call(recorder);
}

int32_t fake_call2(struct recorder *recorder, uint32_t action, const char *name, const char *session)
{
    fake.request = (struct recctrl_request){.version = RECCTRL_VERSION, .action = action};
    g_strlcpy(fake.request.name, name, sizeof(fake.request.name));
    g_strlcpy(fake.request.session, session, sizeof(fake.request.session));
    g_strlcpy(fake.request.note, "a note", sizeof(fake.request.note));
    fake.hypercall = (struct hypercall){RECCTRL_MAGIC2, sizeof(fake.request), FAKE_ADDRESS};
    return call(recorder);
}

void fake_operator_begins(void)
{
    fake.log = fopen("/dev/null", "w");
    fake.mode = ENGINE_RECORDING;
}

void fake_operator_ends(void)
{
    rewind(fake.log);
    fwrite(&fake.instructions, sizeof(fake.instructions), 1, fake.log);
    fclose(fake.log);
    fake.log = NULL;
    fake.mode = ENGINE_LIVE;
}
