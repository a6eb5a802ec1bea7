/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What recctrl needs of the engine. Only the files of this folder know PANDA's names, numbers and layouts, of
 * every supported generation; nothing above it does.
 *
 * Threads: "vCPU" functions may be called in a hypercall handler only, "main loop" functions in the main loop
 * handler (with the engine's global lock held) only.
 */
#ifndef RECCTRL_PANDA_ENGINE_H
#define RECCTRL_PANDA_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "common/error.h"
#include "decide/request.h"

enum engine_mode { ENGINE_LIVE, ENGINE_RECORDING, ENGINE_REPLAYING };

/* Where an operator reads what was done: one call, one piece of text. */
struct engine_reply {
    void (*say)(const struct engine_reply *reply, const char *text);
    void *monitor;
};

struct engine_handlers {
    /* vCPU: the guest made a hypercall. True: handled, the native instruction is skipped. */
    bool (*hypercall)(void *opaque);
    /* vCPU: about to execute a block of instructions; only while engine_watch_blocks() is on. */
    void (*block)(void *opaque);
    /* Main loop: a line that the operator typed after plugin_cmd; for other plugins too. `reply` reaches the operator. */
    void (*command)(void *opaque, const char *line, const struct engine_reply *reply);
    /* Main loop: called once in each of its rounds, between two events. True: to be called again soon. */
    bool (*main_loop)(void *opaque);
    /* Main loop: the machine is about to be reset; the vCPU stands still until it was. */
    void (*reset)(void *opaque);
    /* Main loop: the machine is about to end; the vCPU may still run. Called at most once. */
    void (*shutdown)(void *opaque);
    void *opaque;
};

/* One KEY=VALUE pair that the user gave to a plugin. */
struct engine_argument {
    const char *key;
    const char *value; /* "" where there was no "=" */
};

/*
 * Registers the handlers for the plugin whose handle PANDA gave to init_plugin(). False with the reason where this
 * engine is not one that recctrl knows.
 */
bool engine_attach(void *plugin, const struct engine_handlers *handlers, struct error *error);

/* No handler is called any more. */
void engine_detach(void);

/* Calls `visit` for each argument that the user gave to the plugin; stops and returns false when it does. */
bool engine_arguments(const char *plugin, bool (*visit)(const struct engine_argument *, void *), void *opaque);

/* PANDA's own command line without its first word: *count strings that live as long as the process. */
char *const *engine_command_line(int *count);

/*
 * What a replay's command line needs beside the machine's own: a NULL-terminated list to be freed with g_strfreev().
 * Main loop.
 */
char **engine_replay_arguments(void);

/* The target's name as in panda-system-NAME, and the generation as in docs/engines.md. */
const char *engine_target(void);
const char *engine_generation(void);

enum engine_mode engine_mode(void);

/* Main loop: takes over an end of the recording that the engine was asked for and has not begun. False: there is none. */
bool engine_take_end_request(void);

/* Why no recording that begins now would replay, or NULL. vCPU or main loop. */
const char *engine_recording_refusal(void);

/* How the log differs from what the engine writes by itself (docs/arm.md), or NULL. */
const char *engine_log_format(void);

/* Why the machine that the command line asks for can't be recorded (KVM, several vCPUs), or NULL. */
const char *engine_machine_refusal(void);

/* vCPU: the registers of the hypercall and the guest's memory as it sees it. */
struct hypercall engine_hypercall(void);
struct guest_memory engine_guest_memory(void);

/*
 * Writes the result register, only while the engine is live. vCPU: the answer to a call that needs no pause; the
 * handler then returns true. Main loop: in place of the answer of a call that was completed since the machine
 * stopped.
 */
void engine_set_answer(int32_t answer);

/*
 * vCPU, in a recording: completes the hypercall with an answer, logged, so that a replay does the same by itself. The
 * vCPU goes on behind the instruction: does not return.
 */
_Noreturn void engine_answer_in_recording(int32_t answer);

/*
 * vCPU: stands in front of the hypercall for so long, while the main loop and the guest's clock go on, then lets interrupts
 * come first: does not return. The instruction does not count as executed; the guest makes the call again.
 */
_Noreturn void engine_delay_hypercall(unsigned ms);

/*
 * vCPU: stops the machine in front of the hypercall and leaves the vCPU's execution loop: does not return. The main
 * loop handler is called from then on without delay. The instruction does not count as executed.
 */
_Noreturn void engine_stop_at_hypercall(void);

/* Main loop: whether the block handler is called. A halted vCPU executes no block. */
void engine_watch_blocks(bool on);

/* vCPU, in the block handler: stops the machine in front of that block: does not return. */
_Noreturn void engine_stop_at_block(void);

/* Main loop: stops the machine between two instructions, wherever it is. */
void engine_stop_machine(void);

/* Main loop: lets the machine run on, unless it was powered off meanwhile. */
void engine_resume_machine(void);

/* Any thread: whether the machine runs. */
bool engine_machine_runs(void);

/* Any thread: has the main loop handler called soon. */
void engine_wake_main_loop(void);

/* Main loop, machine stopped at a hypercall, outside recordings: completes the instruction with an answer. */
void engine_complete_hypercall(int32_t answer);

/* Main loop: instructions since the recording began. */
uint64_t engine_instructions(void);

/*
 * Main loop, machine stopped: writes the snapshot that a recording begins with to `fd`, which it closes. Also
 * called in a forked child. False with the reason where it failed.
 */
bool engine_write_snapshot(int fd, struct error *error);

/*
 * Main loop: whether all of the guest's memory is private to this process, so that a forked child keeps it as it was. A
 * machine whose memory is a shared file is not.
 */
bool engine_memory_is_private(void);

/* Main loop: whether a forked child sees the guest's memory as it is now (true) or not at all. */
bool engine_share_memory_with_children(bool share);

/*
 * vCPU, before it stops for a start: has the translated code dropped. Done after the fork of the snapshot's child, this
 * would copy each page of the tables while the guest waits.
 */
void engine_forget_translated_code(void);

/* Main loop: whether that is still to come; when it is done the main loop handler is called. */
bool engine_forgets_translated_code(void);

/* Main loop, machine stopped, translated code dropped: begins to record to `log`; the snapshot is somebody else's work. */
bool engine_begin_recording(const char *name, FILE *log, struct error *error);

/* Main loop, machine stopped: ends the log properly and closes it. */
void engine_end_recording(void);

/* Main loop: once after each recording, however it ended: what is missing in its log, or NULL. */
const char *engine_log_gap(void);

/* Main loop: checksums of the guest's memory and registers as they are now. */
struct engine_checksums {
    uint32_t memory, registers;
};
bool engine_checksums(struct engine_checksums *checksums);

/* Main loop: ends the engine in an orderly way. */
void engine_quit(void);

#endif
