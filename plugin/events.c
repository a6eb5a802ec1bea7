/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "events.h"

#include <glib.h>

#include "recctrl_ppp.h"

/* The two kinds of events have functions of the same type; one without a context is called without it. */
typedef void plain_function(const char *name);
typedef void context_function(void *context, const char *name);

struct subscriber {
    plain_function *plain;
    context_function *with_context;
    void *context;
};

/* PANDA finds subscriptions by symbol, without an object to keep them in. */
static GArray *started, *stopped;

static void add(GArray **list, struct subscriber subscriber)
{
    if (*list == NULL) {
        *list = g_array_new(FALSE, FALSE, sizeof(struct subscriber));
    }
    g_array_append_val(*list, subscriber);
}

static bool remove_from(GArray *list, struct subscriber subscriber)
{
    for (guint i = 0; list != NULL && i < list->len; i++) {
        struct subscriber *s = &g_array_index(list, struct subscriber, i);
        if (s->plain == subscriber.plain && s->with_context == subscriber.with_context &&
            s->context == subscriber.context) {
            g_array_remove_index(list, i);
            return true;
        }
    }
    return false;
}

static void tell(const GArray *list, const char *name)
{
    for (guint i = 0; list != NULL && i < list->len; i++) {
        const struct subscriber *s = &g_array_index(list, struct subscriber, i);
        if (s->plain != NULL) {
            s->plain(name);
        } else {
            s->with_context(s->context, name);
        }
    }
}

void events_tell_started(const char *name)
{
    tell(started, name);
}

void events_tell_stopped(const char *name)
{
    tell(stopped, name);
}

void ppp_add_cb_on_recctrl_started(on_recctrl_started_t function)
{
    add(&started, (struct subscriber){.plain = function});
}

bool ppp_remove_cb_on_recctrl_started(on_recctrl_started_t function)
{
    return remove_from(started, (struct subscriber){.plain = function});
}

void ppp_add_cb_on_recctrl_started_with_context(on_recctrl_started_with_context_t function, void *context)
{
    add(&started, (struct subscriber){.with_context = function, .context = context});
}

bool ppp_remove_cb_on_recctrl_started_with_context(on_recctrl_started_with_context_t function, void *context)
{
    return remove_from(started, (struct subscriber){.with_context = function, .context = context});
}

void ppp_add_cb_on_recctrl_stopped(on_recctrl_stopped_t function)
{
    add(&stopped, (struct subscriber){.plain = function});
}

bool ppp_remove_cb_on_recctrl_stopped(on_recctrl_stopped_t function)
{
    return remove_from(stopped, (struct subscriber){.plain = function});
}

void ppp_add_cb_on_recctrl_stopped_with_context(on_recctrl_stopped_with_context_t function, void *context)
{
    add(&stopped, (struct subscriber){.with_context = function, .context = context});
}

bool ppp_remove_cb_on_recctrl_stopped_with_context(on_recctrl_stopped_with_context_t function, void *context)
{
    return remove_from(stopped, (struct subscriber){.with_context = function, .context = context});
}
