/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine.h"

#include <glib.h>
#include <stdatomic.h>
#include <string.h>

#include "callbacks.h"
#include "command_line.h"
#include "compare_exchange.h"
#include "cpu.h"
#include "device_writes.h"
#include "machine_devices.h"
#include "notice.h"
#include "panda_api.h"
#include "targets/target.h"
#include "virtio.h"

/* A main loop round without events takes up to a second; this is how soon one comes that was asked for. */
#define WAKE_AGAIN_MS 1

/* PANDA's callbacks carry no context, so the one plugin's handlers are kept here. */
static struct {
    struct engine_handlers handlers;
    void *plugin;
    bool shut_down;
    atomic_bool forgets_code;
    bool supplemented; /* the target's supplement is attached */
    struct error supplement_error;
} engine;

static void tell_once(const char *text)
{
    static bool told;

    if (!told) {
        told = true;
        notice("%s", text);
    }
}

static bool layout_is_known(CPUState *cpu)
{
    return *instruction_count(cpu) == rr_get_guest_instr_count_external() &&
           target.pc(cpu_env(cpu)) == panda_current_pc(cpu);
}

static bool on_hypercall(CPUState *cpu)
{
    if (!layout_is_known(cpu)) {
        tell_once("this PANDA's CPU has a layout that recctrl does not know: no call is answered");
        return false;
    }
    return engine.handlers.hypercall(engine.handlers.opaque);
}

static void on_block(void *unused, CPUState *cpu, void *block)
{
    (void)unused;
    (void)cpu;
    (void)block;
    engine.handlers.block(engine.handlers.opaque);
}

static void say(const struct engine_reply *reply, const char *text)
{
    monitor_printf(reply->monitor, "%s", text);
}

static int on_command(Monitor *monitor, const char *line)
{
    struct engine_reply reply = {say, monitor};

    engine.handlers.command(engine.handlers.opaque, line, &reply);
    return 0;
}

static void on_machine_init(CPUState *cpu)
{
    command_line_keep();
    if (target.supplement != NULL) {
        engine.supplemented = target.supplement->attach(cpu, &engine.supplement_error);
    }
}

static void on_main_loop(void)
{
    device_writes_round();
    if (engine.handlers.main_loop(engine.handlers.opaque)) {
        engine_wake_main_loop();
    }
}

static void on_shutdown(void)
{
    if (!engine.shut_down) {
        engine.shut_down = true;
        engine.handlers.shutdown(engine.handlers.opaque);
    }
}

static void on_reset(void *unused)
{
    (void)unused;
    engine.handlers.reset(engine.handlers.opaque);
}

/* Whether the numbers that recctrl was compiled with are this PANDA's: a plugin may be loaded into any. */
static bool numbers_are_known(struct error *error)
{
    static const struct {
        int type;
        void (*trampoline)(void);
    } callbacks[] = {
        {PANDA_CB_GUEST_HYPERCALL, panda_cb_trampoline_guest_hypercall},
        {PANDA_CB_MONITOR, panda_cb_trampoline_monitor},
        {PANDA_CB_BEFORE_BLOCK_EXEC, panda_cb_trampoline_before_block_exec},
    };

    for (size_t i = 0; i < sizeof(callbacks) / sizeof(callbacks[0]); i++) {
        if (panda_get_cb_trampoline(callbacks[i].type).no_arguments != callbacks[i].trampoline) {
            return error_fail(error, "this PANDA numbers its callbacks in a way that recctrl does not know");
        }
    }
    for (int state = 0; state <= RUN_STATE_PAUSED; state++) {
        const char *name = RunState_lookup[state];
        if (name == NULL || (strcmp(name, "paused") == 0) != (state == RUN_STATE_PAUSED)) {
            return error_fail(error, "this PANDA numbers a machine's states in a way that recctrl does not know");
        }
    }
    return true;
}

bool engine_attach(void *plugin, const struct engine_handlers *handlers, struct error *error)
{
    int main_loop = callback_number(panda_cb_trampoline_main_loop_wait);
    int shutdown = callback_number(panda_cb_trampoline_pre_shutdown);
    int machine_init = callback_number(panda_cb_trampoline_after_machine_init);

    if (target.hypercall == NULL) {
        error_set(error, "a guest of target %s can't call: PANDA has no hypercall for it", target.name);
        return false;
    }
    if (main_loop < 0 || shutdown < 0 || machine_init < 0) {
        return error_fail(error, "this PANDA lacks a callback that recctrl needs");
    }
    if (!numbers_are_known(error)) {
        return false;
    }
    if (!command_line_find()) {
        return error_fail(error, "the machine was made already, and its arguments are gone; load recctrl before that "
                                 "(in Python: before Panda.run())");
    }
    if (target.compare_exchange != NULL && !compare_exchange_watch(plugin, target.compare_exchange, error)) {
        return false;
    }
    engine.handlers = *handlers;
    engine.plugin = plugin;
    /* Before the machine's devices exist, so that this handler comes before theirs. */
    qemu_register_reset(on_reset, NULL);
    panda_register_callback(plugin, PANDA_CB_GUEST_HYPERCALL, (panda_cb){.guest_hypercall = on_hypercall});
    panda_register_callback(plugin, PANDA_CB_MONITOR, (panda_cb){.monitor = on_command});
    panda_register_callback(plugin, main_loop, (panda_cb){.no_arguments = on_main_loop});
    panda_register_callback(plugin, shutdown, (panda_cb){.no_arguments = on_shutdown});
    panda_register_callback(plugin, machine_init, (panda_cb){.cpu = on_machine_init});
    error_set(&engine.supplement_error, "recctrl was loaded into a machine that ran already");
    device_writes_prepare();
    return true;
}

/* PANDA itself drops a plugin's callbacks when it unloads it. */
void engine_detach(void)
{
    qemu_unregister_reset(on_reset, NULL);
    device_writes_release();
}

bool engine_arguments(const char *plugin, bool (*visit)(const struct engine_argument *, void *), void *opaque)
{
    struct panda_arg_list *arguments = panda_get_args(plugin);
    bool all = true;

    for (int i = 0; arguments != NULL && all && i < arguments->count; i++) {
        const struct panda_arg *argument = &arguments->list[i];
        /* PANDA hands out those of every plugin whose name begins with ours. */
        if (strcmp(argument->plugin, plugin) == 0) {
            all = visit(&(struct engine_argument){argument->key, argument->value}, opaque);
        }
    }
    if (arguments != NULL) {
        panda_free_args(arguments);
    }
    return all;
}

char **engine_replay_arguments(void)
{
    return virtio_replay_arguments();
}

const char *engine_target(void)
{
    return target.name;
}

const char *engine_generation(void)
{
    return set_rr_snapshot != NULL ? "2024" : "2021";
}

enum engine_mode engine_mode(void)
{
    switch (rr_control.mode) {
    case RR_RECORD:
        return ENGINE_RECORDING;
    case RR_REPLAY:
        return ENGINE_REPLAYING;
    default:
        return ENGINE_LIVE;
    }
}

bool engine_take_end_request(void)
{
    if (rr_control.mode != RR_RECORD || rr_control.next != RR_OFF) {
        return false;
    }
    rr_control.next = RR_NOCHANGE;
    return true;
}

static const char *supplement_refusal(void)
{
    if (target.supplement == NULL) {
        return NULL;
    }
    return engine.supplemented ? target.supplement->refusal() : engine.supplement_error.text;
}

const char *engine_log_format(void)
{
    return target.supplement != NULL ? target.supplement->log_format : NULL;
}

const char *engine_recording_refusal(void)
{
    if (target.cannot_record != NULL) {
        return target.cannot_record;
    }
    const char *refusal = engine_machine_refusal();

    if (refusal == NULL) {
        refusal = machine_devices_refusal();
    }
    if (refusal == NULL) {
        refusal = virtio_refusal();
    }
    return refusal != NULL ? refusal : supplement_refusal();
}

static void on_code_forgotten(CPUState *cpu, run_on_cpu_data unused)
{
    (void)cpu;
    (void)unused;
    atomic_store(&engine.forgets_code, false);
    engine_wake_main_loop();
}

/* The vCPU does what it is asked for one after the other, when it has left its loop. */
void engine_forget_translated_code(void)
{
    atomic_store(&engine.forgets_code, true);
    tb_flush(first_cpu());
    async_run_on_cpu(first_cpu(), on_code_forgotten, (run_on_cpu_data){0});
}

bool engine_forgets_translated_code(void)
{
    return atomic_load(&engine.forgets_code);
}

_Noreturn void engine_stop_at_block(void)
{
    vm_stop(RUN_STATE_PAUSED);
    engine_wake_main_loop();
    cpu_loop_exit_noexc(first_cpu());
}

/* Registered when first needed: PANDA runs slower with it. */
void engine_watch_blocks(bool on)
{
    static bool registered;
    panda_cb callback = {.block = on_block};

    if (on && !registered) {
        registered = true;
        panda_register_callback_with_context(engine.plugin, PANDA_CB_BEFORE_BLOCK_EXEC, callback, NULL);
    } else if (on) {
        panda_enable_callback_with_context(engine.plugin, PANDA_CB_BEFORE_BLOCK_EXEC, callback, NULL);
    } else if (registered) {
        panda_disable_callback_with_context(engine.plugin, PANDA_CB_BEFORE_BLOCK_EXEC, callback, NULL);
    }
}

void engine_stop_machine(void)
{
    vm_stop(RUN_STATE_PAUSED);
}

static gboolean wake_once(gpointer unused)
{
    (void)unused;
    return G_SOURCE_REMOVE;
}

/* A machine that was powered off under -no-shutdown stays so: QEMU aborts when such a one is started. */
void engine_resume_machine(void)
{
    if (!runstate_needs_reset()) {
        vm_start();
        device_writes_flush(); /* the vCPU gets the global lock only after us */
    }
    /* Not at once: a main loop that wants the lock just when the vCPU takes it can be forgotten by a vCPU that is busy. */
    g_timeout_add(WAKE_AGAIN_MS, wake_once, NULL);
}

bool engine_machine_runs(void)
{
    return runstate_is_running();
}

/* A notification can be swallowed by a nested event loop (draining a disk), so a timer stands behind it. */
void engine_wake_main_loop(void)
{
    g_timeout_add(WAKE_AGAIN_MS, wake_once, NULL);
    qemu_notify_event();
}

void engine_quit(void)
{
    panda_vm_quit();
}
