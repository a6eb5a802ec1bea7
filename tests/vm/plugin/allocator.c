/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A plugin whose threads allocate from GLib without end, as PANDA's own threads do now and then. */
#include <glib.h>
#include <pthread.h>
#include <stdbool.h>

#define THREADS 3

bool init_plugin(void *plugin);
void uninit_plugin(void *plugin);

static void *allocate(void *unused)
{
    void *blocks[64];

    (void)unused;
    for (gsize round = 0; round < 50; round++) {
        gsize size = 16 + 16 * (round % 8);
        for (gsize i = 0; i < G_N_ELEMENTS(blocks); i++) {
            blocks[i] = g_slice_alloc(size);
        }
        for (gsize i = 0; i < G_N_ELEMENTS(blocks); i++) {
            g_slice_free1(size, blocks[i]);
        }
    }
    return NULL;
}

/* A thread's end gives back what GLib kept for it, which needs the allocator's lock. */
static void *run_threads(void *unused)
{
    (void)unused;
    for (;;) {
        pthread_t thread;
        if (pthread_create(&thread, NULL, allocate, NULL) == 0) {
            pthread_join(thread, NULL);
        }
    }
    return NULL;
}

bool init_plugin(void *plugin)
{
    (void)plugin;
    for (int i = 0; i < THREADS; i++) {
        pthread_t thread;
        if (pthread_create(&thread, NULL, run_threads, NULL) != 0) {
            return false;
        }
        pthread_detach(thread);
    }
    return true;
}

void uninit_plugin(void *plugin)
{
    (void)plugin;
}
