/* SPDX-License-Identifier: 0BSD */
/*
 * A PANDA plugin that recctrl tells of its recordings, by PANDA's plugin-to-plugin callbacks:
 *
 *     panda-system-x86_64 ... -panda recctrl:dir=/tmp/rec -panda listener
 *
 * It is built without PANDA's headers. In PANDA's own tree include "panda/plugin.h" instead of the declarations here,
 * and write PPP_REG_CB("recctrl", on_recctrl_started, started) for what init_plugin() does with dlsym().
 */
#include <dlfcn.h>
#include <inttypes.h>
#include <stdio.h>

#include "recctrl_ppp.h"

/* Of PANDA: loads a plugin, unless it is there; finds it; instructions since the recording began. */
void panda_require(const char *plugin);
void *panda_get_plugin_by_name(const char *plugin);
uint64_t rr_get_guest_instr_count_external(void);

bool init_plugin(void *self);
void uninit_plugin(void *self);

static void started(const char *name)
{
    fprintf(stderr, "listener: %s started\n", name);
}

static void stopped(const char *name)
{
    fprintf(stderr, "listener: %s stopped after %" PRIu64 " instructions\n", name,
            rr_get_guest_instr_count_external());
}

bool init_plugin(void *self)
{
    void (*add_started)(on_recctrl_started_t);
    void (*add_stopped)(on_recctrl_stopped_t);
    void *recctrl;

    (void)self;
    panda_require("recctrl");
    recctrl = panda_get_plugin_by_name("recctrl");
    if (recctrl == NULL) {
        return false;
    }
    *(void **)&add_started = dlsym(recctrl, "ppp_add_cb_on_recctrl_started");
    *(void **)&add_stopped = dlsym(recctrl, "ppp_add_cb_on_recctrl_stopped");
    if (add_started == NULL || add_stopped == NULL) {
        fprintf(stderr, "listener: this recctrl tells nobody of its recordings\n");
        return false;
    }
    add_started(started);
    add_stopped(stopped);
    return true;
}

void uninit_plugin(void *self)
{
    (void)self;
}
