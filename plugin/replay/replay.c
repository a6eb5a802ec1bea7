/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * panda_recctrl_replay.so, for replays of 64-bit ARM: ends each translated block where the next logged event is due.
 * PANDA's translators of all other instruction sets do that themselves; without it only -singlestep, with blocks of
 * one instruction, meets every event (docs/arm.md). In a machine that is not replayed it does nothing.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "plugin/panda/panda_api.h"

bool init_plugin(void *self);
void uninit_plugin(void *self);

/* The head of RR_log_entry (panda/include/panda/rr/rr_log_all.h; the same in 2021 and 2024). */
struct log_entry {
    uint64_t instructions; /* executed before it */
    uint64_t file_position;
    uint32_t kind, site;
};
enum { INTERRUPT_REQUEST = 4, SKIPPED_CALL = 6, END_OF_LOG = 7, LAST_KIND = 10, LAST_SITE = 31 };

static bool unknown_layout;
static uint64_t translated, wanted; /* instructions of the block that is being translated */

static bool is_log_entry(const struct log_entry *entry)
{
    return entry->kind <= LAST_KIND && entry->site <= LAST_SITE &&
           entry->instructions >= rr_get_guest_instr_count_external();
}

/* Those that the CPU meets between two blocks, as in rr_num_instr_before_next_interrupt(). */
static bool is_met_between_blocks(const struct log_entry *entry)
{
    return entry->kind == INTERRUPT_REQUEST || entry->kind == END_OF_LOG || entry->kind == LAST_KIND ||
           (entry->kind == SKIPPED_CALL && entry->site == RR_CALLSITE_MAIN_LOOP_WAIT);
}

/* PANDA fills its queue up to such an event, so that it is the last one in there. */
static uint64_t distance_to_event(void)
{
    const struct log_entry *last;

    if (rr_queue_tail == NULL) {
        rr_fill_queue();
    }
    last = rr_queue_tail;
    if (last == NULL) {
        return UINT64_MAX;
    }
    if (!is_log_entry(last)) {
        unknown_layout = true;
        fprintf(stderr, "recctrl: this PANDA's log has a layout that recctrl does not know: replaying with -singlestep\n");
        return UINT64_MAX;
    }
    return is_met_between_blocks(last) ? last->instructions - rr_get_guest_instr_count_external() : UINT64_MAX;
}

static void before_block_translate(CPUState *cpu, uint64_t pc)
{
    (void)cpu;
    (void)pc;
    if (rr_control.mode != RR_REPLAY || unknown_layout) {
        return;
    }
    translated = 0;
    wanted = distance_to_event();
    singlestep = unknown_layout;
}

/* `singlestep` ends a block behind the instruction that is being translated, and does no more than that. */
static bool insn_translate(CPUState *cpu, uint64_t pc)
{
    (void)cpu;
    (void)pc;
    if (rr_control.mode == RR_REPLAY && ++translated >= wanted) {
        singlestep = 1;
    }
    return false;
}

bool init_plugin(void *self)
{
    if (panda_get_cb_trampoline(PANDA_CB_BEFORE_BLOCK_TRANSLATE).before_block_translate !=
            panda_cb_trampoline_before_block_translate ||
        panda_get_cb_trampoline(PANDA_CB_INSN_TRANSLATE).insn_translate != panda_cb_trampoline_insn_translate) {
        fprintf(stderr, "recctrl: this PANDA numbers its callbacks in a way that recctrl does not know\n");
        return false;
    }
    if (singlestep) {
        return true; /* the user's choice, and enough */
    }
    panda_register_callback(self, PANDA_CB_BEFORE_BLOCK_TRANSLATE,
                            (panda_cb){.before_block_translate = before_block_translate});
    panda_register_callback(self, PANDA_CB_INSN_TRANSLATE, (panda_cb){.insn_translate = insn_translate});
    return true;
}

void uninit_plugin(void *self)
{
    (void)self;
}
