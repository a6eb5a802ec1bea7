/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Compiled in PANDA's source tree before recctrl's plugins, with PANDA's headers and for one target: where the compiler
 * rejects this, recctrl knows another PANDA than this one. The numbers are those of panda_numbers.h; a declaration is
 * the one that panda_api.h stands for, in PANDA's own types, and it must not contradict PANDA's.
 */
#include "panda/plugin.h"

#include "exec/exec-all.h"
#include "exec/gdbstub.h"
#include "hw/qdev-core.h"
#include "hw/qdev-properties.h"
#include "hw/virtio/virtio-bus.h"
#include "hw/virtio/virtio.h"
#include "io/channel-file.h"
#include "migration/qemu-file.h"
#include "migration/migration.h"
#include "migration/savevm.h"
#include "monitor/monitor.h"
#include "panda/rr/rr_log.h"
#include "qapi/error.h"
#include "qemu/config-file.h"
#include "qemu/main-loop.h"
#include "qemu/option.h"
#include "sysemu/reset.h"
#include "sysemu/sysemu.h"

#define NUMBER(name, value) _Static_assert(name == (value), #name " is another number in this PANDA");
#define OFFSET(type, field, bytes)                                                                                     \
    _Static_assert(offsetof(type, field) == (bytes), #type "." #field " is elsewhere in this PANDA");
#include "panda_numbers.h"
_Static_assert(sizeof(panda_cb) == sizeof(void *) && sizeof(panda_cb_with_context) == sizeof(void *), "panda_cb");

void cpu_loop_exit_noexc(CPUState *);
int gdb_write_register(CPUState *, uint8_t *, int);
int cpu_memory_rw_debug(CPUState *, target_ulong, uint8_t *, int, int);
void cpu_dump_state(CPUState *, FILE *, fprintf_function, int);
bool cpu_physical_memory_is_io(hwaddr);
#if defined(TARGET_I386)
hwaddr x86_cpu_get_phys_page_debug(CPUState *, vaddr);
#elif defined(TARGET_ARM)
hwaddr arm_cpu_get_phys_page_attrs_debug(CPUState *, vaddr, MemTxAttrs *);
#elif defined(TARGET_MIPS)
hwaddr mips_cpu_get_phys_page_debug(CPUState *, vaddr);
#endif

void tb_flush(CPUState *);
void async_run_on_cpu(CPUState *, void (*)(CPUState *, run_on_cpu_data), run_on_cpu_data);
int vm_stop(RunState);
void vm_start(void);
int runstate_is_running(void);
bool runstate_needs_reset(void);
void qemu_notify_event(void);
void qemu_mutex_lock_iothread(void);
void qemu_mutex_unlock_iothread(void);
void qemu_register_reset(QEMUResetHandler *, void *);
void qemu_unregister_reset(QEMUResetHandler *, void *);
VMChangeStateEntry *qemu_add_vm_change_state_handler(VMChangeStateHandler *, void *);
void qemu_del_vm_change_state_handler(VMChangeStateEntry *);
extern int gargc;
extern char **gargv;
extern const char *const RunState_lookup[];

QemuOptsList *qemu_find_opts_err(const char *, Error **);
QemuOpts *qemu_opts_find(QemuOptsList *, const char *);
const char *qemu_opt_get(QemuOpts *, const char *);
uint64_t qemu_opt_get_number(QemuOpts *, const char *, uint64_t);
int qemu_opts_foreach(QemuOptsList *, qemu_opts_loopfunc, void *, Error **);

void global_state_store_running(void);
QIOChannelFile *qio_channel_file_new_fd(int);
QEMUFile *qemu_fopen_channel_output(QIOChannel *);
int qemu_savevm_state(QEMUFile *, Error **);
int qemu_fclose(QEMUFile *);
extern ram_addr_t ram_size;
int qemu_ram_foreach_block(RAMBlockIterFunc, void *);
MemoryRegion *memory_region_from_host(void *, ram_addr_t *);
void *cpu_physical_memory_map(hwaddr, hwaddr *, int);
void cpu_physical_memory_unmap(void *, hwaddr, int, hwaddr);
Object *object_resolve_path_type(const char *, const char *, bool *);
Object *object_get_root(void);
int object_child_foreach_recursive(Object *, int (*)(Object *, void *), void *);
Object *object_dynamic_cast(Object *, const char *);
const char *object_get_typename(Object *);
ObjectClass *object_class_by_name(const char *);
bool object_property_get_bool(Object *, const char *, Error **);
void object_unref(Object *);
void qdev_prop_register_global(GlobalProperty *);
BusState *qdev_get_parent_bus(DeviceState *);
bool qdev_machine_modified(void);
bool virtio_bus_ioeventfd_enabled(VirtioBusState *);
VirtQueue *virtio_get_queue(VirtIODevice *, int);
int virtio_queue_get_num(VirtIODevice *, int);
hwaddr virtio_queue_get_used_addr(VirtIODevice *, int);
const char *error_get_pretty(const Error *);
void error_free(Error *);

void rr_create_record_log(const char *);
void rr_reset_state(CPUState *);
void rr_cpu_reg_write_call_record(int, const uint8_t *, int, int);
void rr_do_end_record(void);
void rr_device_mem_rw_call_record(hwaddr, const uint8_t *, int, int);
extern QLIST_HEAD(rr_map_list, RR_MapList) rr_map_list;
void rr_tracked_mem_regions_record(void);
uint64_t rr_get_guest_instr_count_external(void);
extern volatile sig_atomic_t rr_skipped_callsite_location, rr_record_in_main_loop_wait, rr_record_in_progress;
extern rr_control_t rr_control;
extern RR_log *rr_nondet_log;
extern RR_log_entry *rr_queue_tail;
extern bool rr_replay_complete;
void rr_fill_queue(void);
extern int singlestep;

void monitor_printf(Monitor *, const char *, ...);
void panda_register_callback(void *, panda_cb_type, panda_cb);
void panda_register_callback_with_context(void *, panda_cb_type, panda_cb_with_context, void *);
void panda_enable_callback_with_context(void *, panda_cb_type, panda_cb_with_context, void *);
void panda_disable_callback_with_context(void *, panda_cb_type, panda_cb_with_context, void *);
panda_cb_with_context panda_get_cb_trampoline(panda_cb_type);
panda_arg_list *panda_get_args(const char *);
void panda_free_args(panda_arg_list *);
int panda_vm_quit(void);
void panda_set_library_mode(bool);
bool panda_get_library_mode(void);
target_ulong panda_current_pc(CPUState *);
target_ulong panda_current_asid(CPUState *);
