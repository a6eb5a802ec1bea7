/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * For other PANDA plugins: what recctrl tells those that subscribe by PANDA's plugin-to-plugin callbacks.
 *
 *     static void started(const char *name) { ... }
 *     PPP_REG_CB("recctrl", on_recctrl_started, started);
 *
 * The functions are called in the main loop while the machine stands still, so they may look at all of it; they must be
 * brief. `name` is the recording's and valid during the call only.
 */
#ifndef RECCTRL_PPP_H
#define RECCTRL_PPP_H

#include <stdbool.h>

/* A recording was started: the next instruction is its first. */
typedef void (*on_recctrl_started_t)(const char *name);
typedef void (*on_recctrl_started_with_context_t)(void *context, const char *name);

/* A recording was ended; it is not whole on disk yet. */
typedef void (*on_recctrl_stopped_t)(const char *name);
typedef void (*on_recctrl_stopped_with_context_t)(void *context, const char *name);

/* What PPP_REG_CB and its kin look for. The removers return whether the function was subscribed. */
void ppp_add_cb_on_recctrl_started(on_recctrl_started_t function);
bool ppp_remove_cb_on_recctrl_started(on_recctrl_started_t function);
void ppp_add_cb_on_recctrl_started_with_context(on_recctrl_started_with_context_t function, void *context);
bool ppp_remove_cb_on_recctrl_started_with_context(on_recctrl_started_with_context_t function, void *context);
void ppp_add_cb_on_recctrl_stopped(on_recctrl_stopped_t function);
bool ppp_remove_cb_on_recctrl_stopped(on_recctrl_stopped_t function);
void ppp_add_cb_on_recctrl_stopped_with_context(on_recctrl_stopped_with_context_t function, void *context);
bool ppp_remove_cb_on_recctrl_stopped_with_context(on_recctrl_stopped_with_context_t function, void *context);

#endif
