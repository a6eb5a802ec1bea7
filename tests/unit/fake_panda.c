/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fake_panda.h"

#include <glib.h>
#include <string.h>

#include "panda/compare_exchange.h"
#include "panda/device_writes.h"
#include "panda/machine_state.h"
#include "targets/target.h"

struct fake_panda fake_panda;

struct env {
    uint64_t pc;
};
static struct env env;
static union {
    char bytes[OFFSET_CPUState_rr_guest_instr_count + sizeof(uint64_t)];
    void *alignment;
} cpu;

CPUState *cpus;
int gargc;
char **gargv;
const char *RunState_lookup[8];

void fake_panda_reset(void)
{
    static const char *const states[] = {"debug", "inmigrate", "internal-error", "io-error", "paused", "postmigrate"};

    memcpy(RunState_lookup, states, sizeof(states));
    fake_panda = (struct fake_panda){0};
    cpus = NULL;
    gargc = 0;
    fake_panda.trampolines[4] = panda_cb_trampoline_before_block_exec;
    fake_panda.trampolines[22] = panda_cb_trampoline_guest_hypercall;
    fake_panda.trampolines[23] = panda_cb_trampoline_monitor;
    fake_panda.trampolines[38] = panda_cb_trampoline_after_machine_init;
    fake_panda.trampolines[42] = panda_cb_trampoline_main_loop_wait;
    fake_panda.trampolines[43] = panda_cb_trampoline_pre_shutdown;
}

void fake_panda_insert_callback(int first)
{
    memmove(fake_panda.trampolines + first + 1, fake_panda.trampolines + first,
            (size_t)(FAKE_CALLBACKS - first - 1) * sizeof(fake_panda.trampolines[0]));
    fake_panda.trampolines[first] = NULL;
}

void fake_cpu_set(uint64_t instructions, uint64_t pc)
{
    void *pointer = &env;

    cpus = (CPUState *)&cpu;
    env.pc = pc;
    memcpy(cpu.bytes + OFFSET_CPUState_env_ptr, &pointer, sizeof(pointer));
    memcpy(cpu.bytes + OFFSET_CPUState_rr_guest_instr_count, &instructions, sizeof(instructions));
    fake_panda.instructions = instructions;
    fake_panda.pc = pc;
}

static uint64_t env_pc(const void *state)
{
    return ((const struct env *)state)->pc;
}

static struct hypercall env_hypercall(const void *state)
{
    (void)state;
    return (struct hypercall){0};
}

const struct target target = {.name = "fake", .hypercall = env_hypercall, .pc = env_pc};

/* The target has no such instruction. */
bool compare_exchange_watch(void *plugin, const struct compare_exchange *instruction, struct error *error)
{
    (void)plugin;
    (void)instruction;
    (void)error;
    g_assert_not_reached();
}

/* Devices are another file's matter. */
void device_writes_round(void)
{
}

void device_writes_prepare(void)
{
}

/* --- what PANDA offers --- */

panda_cb panda_get_cb_trampoline(int type)
{
    return (panda_cb){.no_arguments = fake_panda.trampolines[type]};
}

void panda_register_callback(void *plugin, int type, panda_cb callback)
{
    (void)plugin;
    fake_panda.registered[type] = callback;
}

void qemu_register_reset(void (*handler)(void *opaque), void *opaque)
{
    (void)handler;
    (void)opaque;
    fake_panda.resets++;
}

uint64_t rr_get_guest_instr_count_external(void)
{
    return fake_panda.instructions;
}

bool panda_get_library_mode(void)
{
    return fake_panda.library_mode;
}

void qemu_notify_event(void)
{
}

void monitor_printf(Monitor *monitor, const char *format, ...)
{
    (void)monitor;
    (void)format;
}

uint64_t panda_current_pc(CPUState *state)
{
    (void)state;
    return fake_panda.pc;
}

/* Only their addresses count, so each must be another function. */
#define TRAMPOLINE(name)                                                                                               \
    void panda_cb_trampoline_##name(void)                                                                              \
    {                                                                                                                  \
        fake_panda.trampolines[0] = panda_cb_trampoline_##name;                                                        \
    }
TRAMPOLINE(before_block_exec)
TRAMPOLINE(guest_hypercall)
TRAMPOLINE(monitor)
TRAMPOLINE(after_machine_init)
TRAMPOLINE(main_loop_wait)
TRAMPOLINE(pre_shutdown)
