/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * panda_recctrl_transcript.so writes the stream of transcript/stream.h to a file descriptor, fd=N, while a recording
 * is replayed. It changes nothing in the replay; in a machine that is not replayed it finds nothing.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "guest.h"
#include "plugin/panda/callbacks.h"
#include "plugin/panda/guest_memory.h"
#include "plugin/panda/panda_api.h"
#include "transcript/follower.h"
#include "transcript/serial.h"

#define PLUGIN "recctrl_transcript"

bool init_plugin(void *self);
void uninit_plugin(void *self);

static struct {
    struct writer *writer;
    struct follower *follower;
    struct serial *serial;
    uint64_t counter_behind; /* the address behind a read of the counter that was executed just now; 0: none was */
    bool layout_is_checked, layout_is_unknown;
    bool is_broken; /* nobody reads the stream */
} transcript;

/* Code of the block that is being translated, so that it is not looked up for each instruction anew. */
static struct {
    bool is_valid;
    uint64_t from;
    uint8_t bytes[64];
} window;

static void *env_of(CPUState *cpu)
{
    return *(void **)((char *)cpu + OFFSET_CPUState_env_ptr);
}

static struct memory memory_of(CPUState *cpu)
{
    return (struct memory){.read = guest_memory_read, .opaque = cpu, .end = guest.program_end};
}

/* Next to a page that is not there what can be read is short. */
static void read_code(CPUState *cpu, uint64_t pc, struct code *code)
{
    if (guest_memory_read(cpu, pc - CODE_BEFORE, code, sizeof(*code))) {
        return;
    }
    memset(code, 0, sizeof(*code));
    guest_memory_read(cpu, pc - CODE_BEFORE, code->before, sizeof(code->before));
    for (unsigned i = 0; i < CODE_FROM && guest_memory_read(cpu, pc + i, &code->from[i], 1); i++) {}
}

static void read_code_of_block(CPUState *cpu, uint64_t pc, struct code *code)
{
    uint64_t from = pc - CODE_BEFORE;

    if (!window.is_valid || from - window.from > sizeof(window.bytes) - sizeof(*code)) {
        window.from = from;
        window.is_valid = guest_memory_read(cpu, from, window.bytes, sizeof(window.bytes));
    }
    if (window.is_valid) {
        memcpy(code, window.bytes + (from - window.from), sizeof(*code));
    } else {
        read_code(cpu, pc, code);
    }
}

static uint64_t thread_of(CPUState *cpu)
{
    struct memory kernel = {.read = guest_memory_read, .opaque = cpu, .end = UINT64_MAX};

    return guest.thread(env_of(cpu), &kernel);
}

static bool is_of_use(void)
{
    return rr_control.mode == RR_REPLAY && !transcript.is_broken;
}

static uint64_t space_of(CPUState *cpu)
{
    return (guest.space != NULL ? guest.space(env_of(cpu)) : panda_current_asid(cpu)) & guest.space_mask;
}

static bool check_layout(CPUState *cpu)
{
    if (!transcript.layout_is_checked) {
        transcript.layout_is_checked = true;
        if (guest.pc(env_of(cpu)) != panda_current_pc(cpu) || space_of(cpu) == 0) {
            writer_problem(transcript.writer, "this PANDA's CPU has a layout that recctrl does not know: only the "
                                              "machine's serial ports can be read");
            transcript.layout_is_unknown = true;
        }
    }
    return !transcript.layout_is_unknown;
}

static void before_block_translate(CPUState *cpu, uint64_t pc)
{
    (void)cpu;
    (void)pc;
    window.is_valid = false;
}

static bool insn_translate(CPUState *cpu, uint64_t pc)
{
    struct code code;

    if (!is_of_use() || transcript.layout_is_unknown) {
        return false;
    }
    read_code_of_block(cpu, pc, &code);
    return guest.sites(env_of(cpu), &code) != 0;
}

static void set_time(void)
{
    writer_set_time(transcript.writer, rr_get_guest_instr_count_external());
    if (writer_failure(transcript.writer) != 0 && !transcript.is_broken) {
        fprintf(stderr, "recctrl: can't write the transcript: %s\n", strerror(writer_failure(transcript.writer)));
        transcript.is_broken = true;
    }
}

/* Jumps can lead behind an instruction that was not executed. */
static void look_at_counter(CPUState *cpu, uint64_t pc, unsigned sites, const struct code *code)
{
    if ((sites & SITE_COUNTER_BEHIND) && transcript.counter_behind == pc) {
        set_time();
        writer_set_counter(transcript.writer, guest.counter(env_of(cpu)));
    }
    transcript.counter_behind = sites & SITE_COUNTER ? pc + (code->from[1] == 0x31 ? 2 : 3) : 0;
}

static void look_at_call(CPUState *cpu, uint64_t pc, unsigned sites, const struct code *code)
{
    struct memory memory = memory_of(cpu);
    struct place place = {.space = space_of(cpu), .next = pc, .thread = thread_of(cpu)};
    struct entry entry;
    uint64_t value;

    set_time();
    if (sites & SITE_RETURN) {
        guest.returned(env_of(cpu), &place.stack, &value);
        follower_return(transcript.follower, &place, value, &memory);
    }
    if (sites & SITE_ENTRY) {
        guest.entry(env_of(cpu), pc, code, &entry);
        place.stack = entry.stack;
        place.next = entry.next;
        follower_enter(transcript.follower, entry.abi, &place, entry.number, entry.arguments, &memory);
    }
}

static int insn_exec(CPUState *cpu, uint64_t pc)
{
    struct code code;
    unsigned sites;

    if (!is_of_use() || !check_layout(cpu)) {
        return 0;
    }
    read_code(cpu, pc, &code);
    sites = guest.sites(env_of(cpu), &code);
    if (sites & (SITE_COUNTER | SITE_COUNTER_BEHIND)) {
        look_at_counter(cpu, pc, sites, &code);
    }
    if (sites & (SITE_ENTRY | SITE_RETURN)) {
        look_at_call(cpu, pc, sites, &code);
    }
    return 0;
}

static void serial_read(CPUState *cpu, uint64_t fifo, uint32_t port, uint8_t value)
{
    (void)cpu;
    (void)fifo;
    if (is_of_use()) {
        set_time();
        serial_input(transcript.serial, port, value);
    }
}

static void serial_write(CPUState *cpu, uint64_t fifo, uint32_t port, uint8_t value)
{
    (void)cpu;
    (void)fifo;
    if (is_of_use()) {
        set_time();
        serial_output(transcript.serial, port, value);
    }
}

/* The descriptor of fd=N, or -1 with one line on what was wrong. */
static int descriptor_argument(void)
{
    struct panda_arg_list *arguments = panda_get_args(PLUGIN);
    const char *value = NULL, *other = NULL;
    long number = -1;
    char *end;

    for (int i = 0; arguments != NULL && i < arguments->count; i++) {
        const struct panda_arg *argument = &arguments->list[i];
        if (strcmp(argument->plugin, PLUGIN) == 0) {
            *(strcmp(argument->key, "fd") == 0 ? &value : &other) = argument->value;
        }
    }
    if (value != NULL && other == NULL) {
        number = strtol(value, &end, 10);
        number = *value != '\0' && *end == '\0' && number >= 0 && number <= INT32_MAX ? number : -1;
    }
    if (number < 0) {
        fprintf(stderr, "recctrl: " PLUGIN " takes one argument, fd=N: the file descriptor that it writes to\n");
    } else if ((fcntl((int)number, F_GETFL) & O_ACCMODE) == O_RDONLY || fcntl((int)number, F_GETFL) < 0) {
        fprintf(stderr, "recctrl: " PLUGIN ": fd=%ld is no open file descriptor that can be written to\n", number);
        number = -1;
    }
    if (arguments != NULL) {
        panda_free_args(arguments);
    }
    return (int)number;
}

static bool numbers_are_known(void)
{
    return panda_get_cb_trampoline(PANDA_CB_BEFORE_BLOCK_TRANSLATE).before_block_translate ==
               panda_cb_trampoline_before_block_translate &&
           panda_get_cb_trampoline(PANDA_CB_INSN_TRANSLATE).insn_translate == panda_cb_trampoline_insn_translate &&
           panda_get_cb_trampoline(PANDA_CB_INSN_EXEC).insn_exec == panda_cb_trampoline_insn_exec;
}

bool init_plugin(void *self)
{
    int on_serial_read =
        callback_number((panda_cb){.serial = panda_cb_trampoline_replay_serial_read}.no_arguments);
    int on_serial_write =
        callback_number((panda_cb){.serial = panda_cb_trampoline_replay_serial_write}.no_arguments);
    int fd;

    if (!numbers_are_known() || on_serial_read < 0 || on_serial_write < 0) {
        fprintf(stderr, "recctrl: this PANDA numbers its callbacks in a way that recctrl does not know\n");
        return false;
    }
    fd = descriptor_argument();
    if (fd < 0) {
        return false;
    }
    transcript.writer = writer_new(fd);
    transcript.follower = follower_new(transcript.writer);
    transcript.serial = serial_new(transcript.writer);
    panda_register_callback(self, PANDA_CB_BEFORE_BLOCK_TRANSLATE,
                            (panda_cb){.before_block_translate = before_block_translate});
    panda_register_callback(self, PANDA_CB_INSN_TRANSLATE, (panda_cb){.insn_translate = insn_translate});
    panda_register_callback(self, PANDA_CB_INSN_EXEC, (panda_cb){.insn_exec = insn_exec});
    panda_register_callback(self, on_serial_read, (panda_cb){.serial = serial_read});
    panda_register_callback(self, on_serial_write, (panda_cb){.serial = serial_write});
    return true;
}

void uninit_plugin(void *self)
{
    (void)self;
    if (transcript.writer == NULL) {
        return;
    }
    if (rr_replay_complete) {
        writer_set_time(transcript.writer, rr_get_guest_instr_count_external());
        follower_end(transcript.follower);
        writer_end(transcript.writer);
    }
    follower_free(transcript.follower);
    serial_free(transcript.serial);
    writer_free(transcript.writer);
    transcript.writer = NULL;
}
