/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The numbers of PANDA's interface, the same in each supported generation; no include guard: whoever includes it
 * defines NUMBER(name, value) for an enumerator and OFFSET(type, field, bytes) for a field's place in a structure.
 * panda_api.h makes constants of them. What compares them with PANDA's own headers: extra-plugins/headers.c where the
 * plugins are built in PANDA's source tree, tests/engine/test_generations.py for the headers that PyPI has.
 */
NUMBER(PANDA_CB_BEFORE_BLOCK_TRANSLATE, 0)
NUMBER(PANDA_CB_BEFORE_BLOCK_EXEC, 4)
NUMBER(PANDA_CB_INSN_TRANSLATE, 6)
NUMBER(PANDA_CB_INSN_EXEC, 7)
NUMBER(PANDA_CB_AFTER_INSN_TRANSLATE, 8)
NUMBER(PANDA_CB_AFTER_INSN_EXEC, 9)
NUMBER(PANDA_CB_GUEST_HYPERCALL, 22)
NUMBER(PANDA_CB_MONITOR, 23)
NUMBER(RUN_STATE_PAUSED, 4)
NUMBER(RR_CALLSITE_MAIN_LOOP_WAIT, 6)
NUMBER(RR_NOCHANGE, -1)
NUMBER(RR_OFF, 0)
NUMBER(RR_RECORD, 1)
NUMBER(RR_REPLAY, 2)
NUMBER(CPU_DUMP_FPU, 0x20000)

OFFSET(CPUState, env_ptr, 480)
OFFSET(CPUState, rr_guest_instr_count, 33416)
OFFSET(panda_arg, argptr, 0)
OFFSET(panda_arg, key, 8)
OFFSET(panda_arg, value, 16)
OFFSET(panda_arg_list, nargs, 0)
OFFSET(panda_arg_list, list, 8)
OFFSET(rr_control_t, mode, 0)
OFFSET(rr_control_t, next, 4)
OFFSET(rr_control_t, name, 8)
OFFSET(RR_MapList, ptr, 0)
OFFSET(RR_MapList, addr, 8)
OFFSET(RR_MapList, link, 32)
OFFSET(VirtioBusClass, ioeventfd_enabled, 280)
OFFSET(GlobalProperty, user_provided, 24)
OFFSET(GlobalProperty, errp, 32)
