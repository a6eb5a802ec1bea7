/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tells other plugins that subscribed (recctrl_ppp.h) what happens. */
#ifndef RECCTRL_PLUGIN_EVENTS_TELL_H
#define RECCTRL_PLUGIN_EVENTS_TELL_H

void events_tell_started(const char *name);
void events_tell_stopped(const char *name);

#endif
