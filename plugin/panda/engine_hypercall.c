/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The engine's part in a hypercall: what it asks for, and its completion, delay or postponement. */
#include <glib.h>

#include "cpu.h"
#include "engine.h"
#include "guest_memory.h"
#include "targets/target.h"

struct hypercall engine_hypercall(void)
{
    return target.hypercall(cpu_env(first_cpu()));
}

struct guest_memory engine_guest_memory(void)
{
    return (struct guest_memory){guest_memory_read, first_cpu(), target.big_endian};
}

static void write_register(struct target_register reg)
{
    uint8_t bytes[8];
    unsigned last = target.big_endian ? target.register_bytes - 1 : 0;

    for (unsigned i = 0; i < sizeof(bytes); i++) {
        bytes[i ^ last] = (uint8_t)(reg.value >> (8 * i));
    }
    gdb_write_register(first_cpu(), bytes, reg.gdb_number);
}

void engine_set_answer(int32_t answer)
{
    write_register(target.result(cpu_env(first_cpu()), answer));
}

/* The instruction was counted, but does not execute here. */
static void step_back(void)
{
    CPUState *cpu = first_cpu();

    --*instruction_count(cpu);
    if (target.step_back != NULL) {
        target.step_back(cpu_env(cpu));
    }
}

void engine_complete_hypercall(int32_t answer)
{
    void *env = cpu_env(first_cpu());
    struct guest_memory memory = engine_guest_memory();
    struct target_register pc = target.next_pc(env, &memory);
    int callsite = rr_skipped_callsite_location;

    rr_skipped_callsite_location = RR_CALLSITE_MAIN_LOOP_WAIT;
    write_register(target.result(env, answer));
    write_register(pc);
    rr_skipped_callsite_location = callsite;
}

_Noreturn void engine_stop_at_hypercall(void)
{
    step_back();
    engine_stop_at_block();
}

_Noreturn void engine_answer_in_recording(int32_t answer)
{
    step_back();
    engine_complete_hypercall(answer);
    cpu_loop_exit_noexc(first_cpu());
}

/* Whoever holds the global lock finds the vCPU between two instructions, and it does not return to the block it left. */
_Noreturn void engine_delay_hypercall(unsigned ms)
{
    step_back();
    qemu_mutex_unlock_iothread();
    g_usleep(ms * 1000);
    qemu_mutex_lock_iothread();
    cpu_loop_exit_noexc(first_cpu());
}
