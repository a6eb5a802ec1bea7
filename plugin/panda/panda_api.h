/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The part of PANDA's interface that recctrl calls. A prebuilt PANDA comes without its headers, so the declarations
 * stand here, taken from PANDA's sources of December 2021 and October 2024, in which they are the same; what is not
 * is told apart at load time (engine.c). extra-plugins/headers.c has the compiler compare them with PANDA's own.
 */
#ifndef RECCTRL_PANDA_PANDA_API_H
#define RECCTRL_PANDA_PANDA_API_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define NUMBER(name, value) name = (value),
#define OFFSET(type, field, bytes) OFFSET_##type##_##field = (bytes),
enum {
#include "panda_numbers.h"
};
#undef NUMBER
#undef OFFSET

/* include/qom/cpu.h */
typedef struct CPUState CPUState;
extern CPUState *cpus; /* the list's head: its first word is the first CPU */
_Noreturn void cpu_loop_exit_noexc(CPUState *cpu);
int cpu_memory_rw_debug(CPUState *cpu, uint64_t address, uint8_t *buffer, int length, int is_write);
bool cpu_physical_memory_is_io(uint64_t physical); /* exec.c */
uint64_t x86_cpu_get_phys_page_debug(CPUState *cpu, uint64_t address) __attribute__((weak)); /* by target */
uint64_t arm_cpu_get_phys_page_attrs_debug(CPUState *cpu, uint64_t address, void *attributes) __attribute__((weak));
uint64_t mips_cpu_get_phys_page_debug(CPUState *cpu, uint64_t address) __attribute__((weak));
int gdb_write_register(CPUState *cpu, uint8_t *bytes, int number);
void cpu_dump_state(CPUState *cpu, FILE *file, int (*print)(FILE *file, const char *format, ...), int flags);

void tb_flush(CPUState *cpu); /* include/exec/exec-all.h: asks the vCPU for it */
typedef union {
    uint64_t target_ptr;
} run_on_cpu_data;
void async_run_on_cpu(CPUState *cpu, void (*work)(CPUState *cpu, run_on_cpu_data data), run_on_cpu_data data);

/* qapi-schema.json (enum RunState), include/sysemu/sysemu.h, include/qemu/main-loop.h, vl.c */
extern const char *RunState_lookup[]; /* the states' names by number, ended by NULL */
int vm_stop(int run_state);
void vm_start(void);
int runstate_is_running(void);
bool runstate_needs_reset(void);
void qemu_notify_event(void);
void qemu_mutex_lock_iothread(void);
void qemu_mutex_unlock_iothread(void);
extern int gargc;
extern char **gargv;
void qemu_register_reset(void (*handler)(void *opaque), void *opaque); /* include/sysemu/reset.h */
void qemu_unregister_reset(void (*handler)(void *opaque), void *opaque);
void *qemu_add_vm_change_state_handler(void (*handler)(void *opaque, int running, int run_state), void *opaque);
void qemu_del_vm_change_state_handler(void *entry);

/* include/qemu/config-file.h, option.h */
typedef struct Error Error;
typedef struct QemuOpts QemuOpts;
typedef struct QemuOptsList QemuOptsList;
QemuOptsList *qemu_find_opts_err(const char *group, Error **error); /* NULL where there is no such group */
QemuOpts *qemu_opts_find(QemuOptsList *list, const char *id);
const char *qemu_opt_get(QemuOpts *options, const char *name);
uint64_t qemu_opt_get_number(QemuOpts *options, const char *name, uint64_t otherwise);
int qemu_opts_foreach(QemuOptsList *list, int (*visit)(void *opaque, QemuOpts *options, void *error), void *opaque,
                      void *error);

/* include/migration/, include/io/channel-file.h, include/exec/cpu-common.h, exec.c */
typedef struct QEMUFile QEMUFile;
void global_state_store_running(void);
void *qio_channel_file_new_fd(int fd);
QEMUFile *qemu_fopen_channel_output(void *channel);
int qemu_savevm_state(QEMUFile *file, Error **error);
int qemu_fclose(QEMUFile *file);
void object_unref(void *object);
const char *error_get_pretty(const Error *error);
void error_free(Error *error);
typedef int ram_block_visitor(const char *name, void *host, uint64_t offset, uint64_t length, void *opaque);
extern uint64_t ram_size; /* bytes, as -m says */
int qemu_ram_foreach_block(ram_block_visitor *visit, void *opaque);
bool cpu_physical_memory_is_io(uint64_t address);
void *memory_region_from_host(void *host, uint64_t *offset); /* NULL: no guest memory */
void *cpu_physical_memory_map(uint64_t address, uint64_t *length, int is_write);
void cpu_physical_memory_unmap(void *mapped, uint64_t length, int is_write, uint64_t accessed);

/* include/qom/object.h: the only object of a type; several: NULL and *ambiguous */
void *object_resolve_path_type(const char *path, const char *type, bool *ambiguous);
void *object_get_root(void);
int object_child_foreach_recursive(void *object, int (*visit)(void *child, void *opaque), void *opaque);
void *object_dynamic_cast(void *object, const char *type);
const char *object_get_typename(void *object);
void *object_class_by_name(const char *type);
bool object_property_get_bool(void *object, const char *name, Error **error);

/* include/hw/qdev-core.h, include/hw/virtio/ */
struct global_property {
    const char *driver, *property, *value;
    bool user_provided, used;
    Error **error;
};
_Static_assert(offsetof(struct global_property, user_provided) == OFFSET_GlobalProperty_user_provided &&
               offsetof(struct global_property, error) == OFFSET_GlobalProperty_errp, "GlobalProperty");
void qdev_prop_register_global(struct global_property *property); /* keeps it */
void *qdev_get_parent_bus(void *device);
bool qdev_machine_modified(void); /* devices were plugged in or out since it was made */
#define VIRTIO_DEVICE "virtio-device"
bool virtio_bus_ioeventfd_enabled(void *bus);
void *virtio_get_queue(void *device, int queue);
int virtio_queue_get_num(void *device, int queue);
uint64_t virtio_queue_get_used_addr(void *device, int queue);

/* panda/include/panda/rr/ */
struct rr_control {
    volatile int mode, next;
    char *name, *snapshot;
};
_Static_assert(offsetof(struct rr_control, mode) == OFFSET_rr_control_t_mode &&
               offsetof(struct rr_control, next) == OFFSET_rr_control_t_next &&
               offsetof(struct rr_control, name) == OFFSET_rr_control_t_name, "rr_control_t");
extern struct rr_control rr_control;
extern volatile int rr_skipped_callsite_location;
extern volatile int rr_record_in_main_loop_wait, rr_record_in_progress;
extern int panda_current_interrupt_request; /* the one that was logged, or came from the log, last */
extern void *rr_nondet_log;
void rr_create_record_log(const char *path);
void rr_reset_state(CPUState *cpu);
void rr_cpu_reg_write_call_record(int cpu_index, const uint8_t *bytes, int register_number, int length);
void rr_device_mem_rw_call_record(uint64_t address, const uint8_t *bytes, int length, int is_write);
struct mapped_region {
    void *host;
    uint64_t address, length;
    uint32_t checksum;
    struct mapped_region *next;
};
_Static_assert(offsetof(struct mapped_region, host) == OFFSET_RR_MapList_ptr &&
               offsetof(struct mapped_region, address) == OFFSET_RR_MapList_addr &&
               offsetof(struct mapped_region, next) == OFFSET_RR_MapList_link, "RR_MapList");
extern struct mapped_region *rr_map_list; /* the list's head */
void rr_tracked_mem_regions_record(void); /* logs those that have changed */
void rr_do_end_record(void);
uint64_t rr_get_guest_instr_count_external(void);
extern bool rr_replay_complete;
extern void *rr_queue_tail; /* the last entry of a replay's log that was read; NULL: all of those are consumed */
void rr_fill_queue(void);
extern int singlestep; /* vl.c: translated blocks have one instruction */
/* 2024 only: savevm leaves out most devices in between, unless PANDA was started with -complete-rr-snapshot. */
void set_rr_snapshot(void) __attribute__((weak));
void unset_rr_snapshot(void) __attribute__((weak));

/* panda/include/panda/plugin.h, panda_api.h, callbacks/cb-defs.h */
typedef struct Monitor Monitor;
void monitor_printf(Monitor *monitor, const char *format, ...) __attribute__((format(printf, 2, 3)));
typedef union {
    bool (*guest_hypercall)(CPUState *cpu);
    int (*monitor)(Monitor *monitor, const char *line);
    void (*block)(void *context, CPUState *cpu, void *block); /* with a context */
    void (*cpu)(CPUState *cpu);
    void (*before_block_translate)(CPUState *cpu, uint64_t pc);
    bool (*insn_translate)(CPUState *cpu, uint64_t pc);
    int (*insn_exec)(CPUState *cpu, uint64_t pc);
    void (*serial)(CPUState *cpu, uint64_t fifo, uint32_t port, uint8_t value);
    void (*no_arguments)(void);
    void *any;
} panda_cb;
void panda_register_callback(void *plugin, int type, panda_cb callback);
void panda_register_callback_with_context(void *plugin, int type, panda_cb callback, void *context);
void panda_enable_callback_with_context(void *plugin, int type, panda_cb callback, void *context);
void panda_disable_callback_with_context(void *plugin, int type, panda_cb callback, void *context);
panda_cb panda_get_cb_trampoline(int type);
void panda_cb_trampoline_before_block_translate(CPUState *cpu, uint64_t pc);
bool panda_cb_trampoline_insn_translate(CPUState *cpu, uint64_t pc);
int panda_cb_trampoline_insn_exec(CPUState *cpu, uint64_t pc);
bool panda_cb_trampoline_after_insn_translate(CPUState *cpu, uint64_t pc);
int panda_cb_trampoline_after_insn_exec(CPUState *cpu, uint64_t pc);
void panda_cb_trampoline_replay_serial_read(CPUState *cpu, uint64_t fifo, uint32_t port, uint8_t value);
void panda_cb_trampoline_replay_serial_write(CPUState *cpu, uint64_t fifo, uint32_t port, uint8_t value);
void panda_cb_trampoline_before_block_exec(void);
void panda_cb_trampoline_guest_hypercall(void);
void panda_cb_trampoline_monitor(void);
void panda_cb_trampoline_main_loop_wait(void);
void panda_cb_trampoline_after_machine_init(void);
void panda_cb_trampoline_pre_shutdown(void);
struct panda_arg {
    char *plugin; /* the plugin's name, once the list is parsed */
    char *key, *value;
};
struct panda_arg_list {
    int count;
    struct panda_arg *list;
    char *plugin_name;
};
_Static_assert(offsetof(struct panda_arg, plugin) == OFFSET_panda_arg_argptr &&
               offsetof(struct panda_arg, key) == OFFSET_panda_arg_key &&
               offsetof(struct panda_arg, value) == OFFSET_panda_arg_value &&
               offsetof(struct panda_arg_list, count) == OFFSET_panda_arg_list_nargs &&
               offsetof(struct panda_arg_list, list) == OFFSET_panda_arg_list_list, "panda_arg, panda_arg_list");
struct panda_arg_list *panda_get_args(const char *plugin);
void panda_free_args(struct panda_arg_list *list);
int panda_vm_quit(void);
uint64_t panda_current_pc(CPUState *cpu);
uint64_t panda_current_asid(CPUState *cpu); /* the root of its page table */
void panda_set_library_mode(bool on);
bool panda_get_library_mode(void);

#endif
