# SPDX-License-Identifier: GPL-2.0-or-later
"""A source tree that looks like PANDA's to whoever builds a plugin in it: its make's interface, and headers that declare what
plugin/panda/extra-plugins/headers.c compares, but no PANDA."""
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]

PANDA_MAK = r"""
include ../config-host.mak
include config-target.mak
COMMA := ,
quiet-command = @echo $(2) $(3); $(1)
PLUGIN_OBJ_DIR = panda/plugins/$(PLUGIN_NAME)
PLUGIN_TARGET_DIR = panda/plugins
QEMU_INCLUDES = -iquote $(SRC_PATH)/include -iquote $(SRC_PATH)/panda/include
all: $(PLUGIN_TARGET_DIR)/panda_$(PLUGIN_NAME).so
"""

DECLARATIONS = r"""
#pragma once
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
typedef struct { char a[480]; void *env_ptr; char b[33416 - 488]; uint64_t rr_guest_instr_count; } CPUState;
typedef struct { char *argptr, *key, *value; } panda_arg;
typedef struct { int nargs; panda_arg *list; char *plugin_name; } panda_arg_list;
typedef struct { volatile sig_atomic_t mode, next; char *name, *snapshot; } rr_control_t;
typedef union { void *any; } panda_cb;
typedef union { void *any; } panda_cb_with_context;
typedef enum { PANDA_CB_LAST = 51 } panda_cb_type;
typedef enum { RUN_STATE__MAX = 16 } RunState;
typedef uint64_t target_ulong, hwaddr, vaddr, ram_addr_t;
typedef union { int host_int; unsigned long host_ulong; void *host_ptr; vaddr target_ptr; } run_on_cpu_data;
typedef struct MemoryRegion MemoryRegion;
typedef struct VirtQueue VirtQueue;
#define QLIST_HEAD(name, type) struct name { struct type *lh_first; }
typedef struct RR_MapList { void *ptr; hwaddr addr, len; uint32_t crc; struct { struct RR_MapList *next, **prev; } link; } RR_MapList;
typedef struct RR_log RR_log;
typedef struct RR_log_entry RR_log_entry;
typedef int (*fprintf_function)(FILE *, const char *, ...);
typedef void QEMUResetHandler(void *);
typedef int (RAMBlockIterFunc)(const char *, void *, uint64_t, uint64_t, void *);
typedef struct QemuOpts QemuOpts;
typedef struct QemuOptsList QemuOptsList;
typedef struct Error Error;
typedef struct QIOChannel QIOChannel;
typedef struct QIOChannelFile QIOChannelFile;
typedef struct QEMUFile QEMUFile;
typedef struct Object Object;
typedef struct ObjectClass ObjectClass;
typedef struct DeviceState DeviceState;
typedef struct BusState BusState;
typedef struct VirtIODevice VirtIODevice;
typedef struct VirtioBusState VirtioBusState;
typedef struct VMChangeStateEntry VMChangeStateEntry;
typedef void VMChangeStateHandler(void *, int, RunState);
typedef struct { char a[280]; bool (*ioeventfd_enabled)(DeviceState *); } VirtioBusClass;
typedef struct { const char *driver, *property, *value; bool user_provided, used; Error **errp; } GlobalProperty;
typedef struct Monitor Monitor;
typedef int (*qemu_opts_loopfunc)(void *, QemuOpts *, Error **);
void monitor_printf(Monitor *, const char *, ...);
"""


def numbers():
    text = (ROOT / "plugin/panda/panda_numbers.h").read_text()
    return dict(re.findall(r"^NUMBER\((\w+), (-?\w+)\)$", text, re.MULTILINE))


def make_tree(directory, target, **other_numbers):
    """In directory, built in build/ for one target; a number that is given is another one than recctrl knows."""
    enumerators = {**numbers(), **other_numbers}
    text = DECLARATIONS + "enum { %s };\n" % ", ".join(f"{name} = {number}" for name, number in enumerators.items())
    needed = re.findall(r'#include "(.*)"', (ROOT / "plugin/panda/extra-plugins/headers.c").read_text())
    for name in needed:
        if name != "panda_numbers.h":
            header = directory / ("panda/include" if name.startswith("panda/") else "include") / name
            header.parent.mkdir(parents=True, exist_ok=True)
            header.write_text(text)
    plugins = directory / "panda/plugins"
    plugins.mkdir(parents=True)
    (plugins / "panda.mak").write_text(PANDA_MAK)
    (plugins / "config.panda").write_text("osi\n")
    build = directory / "build" / f"{target}-softmmu"
    build.mkdir(parents=True)
    (build / "config-target.mak").write_text(f"TARGET_NAME={target}\n")
    (build.parent / "config-host.mak").write_text(f"CC=gcc\nSRC_PATH={directory}\n")
    return build
