/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "compare_exchange.h"

#include <glib.h>

#include "cpu.h"
#include "guest_memory.h"

#define PAGE 4096
#define LONGEST 15

static struct {
    const struct compare_exchange *instruction;
    uint64_t address; /* of the instruction that is being translated */

    /* The code behind the block's begin as far as it was read: each read looks the page up. */
    uint64_t begin;
    size_t size;
    uint8_t bytes[128];
} state;

static void on_block(CPUState *cpu, uint64_t address)
{
    (void)cpu;
    (void)address;
    state.size = 0;
}

static bool before(CPUState *cpu, uint64_t address)
{
    (void)cpu;
    state.address = address & state.instruction->addresses;
    return false;
}

static bool have(CPUState *cpu, uint64_t address, size_t length)
{
    if (address - state.begin < state.size && state.size - (address - state.begin) >= length) {
        return true;
    }
    state.begin = address;
    state.size = MAX(length, MIN(sizeof(state.bytes), PAGE - address % PAGE));
    if (!guest_memory_read(cpu, address, state.bytes, state.size)) {
        state.size = 0;
    }
    return state.size > 0;
}

/* True: to be called when the instruction was executed. */
static bool after(CPUState *cpu, uint64_t next)
{
    uint64_t length = (next - state.address) & state.instruction->addresses;

    return length <= LONGEST && have(cpu, state.address, length) &&
           state.instruction->is(state.bytes + (state.address - state.begin), length);
}

static int executed(CPUState *cpu, uint64_t next)
{
    (void)next;
    state.instruction->mend(cpu_env(cpu));
    return 0;
}

bool compare_exchange_watch(void *plugin, const struct compare_exchange *instruction, struct error *error)
{
    panda_cb block = {.before_block_translate = on_block}, translate = {.insn_translate = before};
    panda_cb translated = {.insn_translate = after}, exec = {.insn_exec = executed};

    if (panda_get_cb_trampoline(PANDA_CB_BEFORE_BLOCK_TRANSLATE).before_block_translate !=
            panda_cb_trampoline_before_block_translate ||
        panda_get_cb_trampoline(PANDA_CB_INSN_TRANSLATE).insn_translate != panda_cb_trampoline_insn_translate ||
        panda_get_cb_trampoline(PANDA_CB_AFTER_INSN_TRANSLATE).insn_translate !=
            panda_cb_trampoline_after_insn_translate ||
        panda_get_cb_trampoline(PANDA_CB_AFTER_INSN_EXEC).insn_exec != panda_cb_trampoline_after_insn_exec) {
        return error_fail(error, "this PANDA numbers its callbacks in a way that recctrl does not know");
    }
    state.instruction = instruction;
    panda_register_callback(plugin, PANDA_CB_BEFORE_BLOCK_TRANSLATE, block);
    panda_register_callback(plugin, PANDA_CB_INSN_TRANSLATE, translate);
    panda_register_callback(plugin, PANDA_CB_AFTER_INSN_TRANSLATE, translated);
    panda_register_callback(plugin, PANDA_CB_AFTER_INSN_EXEC, exec);
    return true;
}
