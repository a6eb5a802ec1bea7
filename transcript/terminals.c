/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pseudo-terminals: who opens them, what they are called, their size. */
#include "begun.h"
#include "servers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* include/uapi/asm-generic/ioctls.h; the same on x86 and ARM */
enum {
    TCGETS = 0x5401,
    TIOCGWINSZ = 0x5413,
    TIOCSWINSZ = 0x5414,
    TIOCPKT = 0x5420,
    TIOCGPTPEER = 0x5441,
    FIONCLEX = 0x5450,
    FIOCLEX = 0x5451,
    TIOCSPTLCK = 0x40045431,
};
#define TIOCGPTN 0x80045430u
#define O_CLOEXEC_FLAG 02000000u

#define TERMINALS_MAX (1u << 20) /* of one devpts: Linux' NR_UNIX98_PTY_MAX */

static void set_new(struct follower *follower, struct process *process, int number, enum object_kind kind,
                    uint32_t terminal, bool close_on_exec)
{
    struct object *object = object_new(kind, follower->writer);

    object->terminal = terminal;
    if (kind == OBJECT_SLAVE && terminal != TERMINAL_UNKNOWN) {
        struct channel *channel = g_hash_table_lookup(follower->terminals, GUINT_TO_POINTER(terminal));
        if (channel != NULL) {
            object_assign(object, channel, 0, 0);
        }
    }
    descriptors_set(process->descriptors, number, object, close_on_exec);
    object_drop(object);
}

void terminal_is_slave(struct follower *follower, struct process *process, int number, uint32_t terminal)
{
    set_new(follower, process, number, OBJECT_SLAVE, terminal, false);
}

/* The number N of "/dev/pts/N", or TERMINAL_UNKNOWN. */
static uint32_t terminal_number(const char *path)
{
    static const char prefix[] = "/dev/pts/";
    char *end;

    if (strncmp(path, prefix, strlen(prefix)) != 0 || !g_ascii_isdigit(path[strlen(prefix)])) {
        return TERMINAL_UNKNOWN;
    }
    unsigned long number = strtoul(path + strlen(prefix), &end, 10);
    return *end == '\0' && number < TERMINALS_MAX ? (uint32_t)number : TERMINAL_UNKNOWN;
}

static bool is_of_server(const struct returned *call)
{
    return serves_terminals(process_program(call->process, call->waiting->place.stack, call->memory));
}

void terminal_opened(struct follower *follower, const struct returned *call, const char *path, bool close_on_exec)
{
    int number = (int)call->result;
    uint32_t terminal = terminal_number(path);

    if (strcmp(path, "/dev/ptmx") == 0 || strcmp(path, "/dev/pts/ptmx") == 0) {
        set_new(follower, call->process, number, OBJECT_MASTER, TERMINAL_UNKNOWN, close_on_exec);
    } else if (terminal != TERMINAL_UNKNOWN) {
        set_new(follower, call->process, number, OBJECT_SLAVE, terminal, close_on_exec);
    } else if (is_of_server(call)) {
        begun_open(follower, call->process, number, false);
    } else {
        descriptors_set(call->process->descriptors, number, NULL, false);
    }
}

/* A number is given again once its terminal is gone, whether that was seen or not. */
static void name_channel(struct follower *follower, struct channel *channel, uint32_t terminal)
{
    gpointer key = GUINT_TO_POINTER(terminal);
    struct channel *before = g_hash_table_lookup(follower->terminals, key);
    char name[32];

    if (before == channel || channel->closed) {
        return;
    }
    if (before != NULL) {
        channel_close(before, follower->writer);
    }
    g_hash_table_replace(follower->terminals, key, channel_hold(channel));
    snprintf(name, sizeof(name), "pts/%u", terminal);
    writer_info(follower->writer, channel->number, "terminal", name);
}

struct channel *terminal_channel(struct follower *follower, struct object *master, const char *server)
{
    if (master->channel == NULL) {
        struct channel *channel = channel_new(follower->writer, TRANSCRIPT_PTY);
        object_assign(master, channel, TRANSCRIPT_OUTPUT, TRANSCRIPT_INPUT);
        if (server != NULL && !channel->closed) {
            writer_info(follower->writer, channel->number, "server", server);
        }
        channel_drop(channel);
    }
    if (master->terminal != TERMINAL_UNKNOWN) {
        name_channel(follower, master->channel, master->terminal);
    }
    return master->channel;
}

static struct object *make_master(struct follower *follower, const struct returned *call, int number)
{
    struct object *object = descriptors_find(call->process->descriptors, number);

    if (object != NULL && object->kind == OBJECT_UNKNOWN) {
        begun_master(follower, call->process, object);
    } else if (object == NULL || object->kind != OBJECT_MASTER) {
        set_new(follower, call->process, number, OBJECT_MASTER, TERMINAL_UNKNOWN, false);
        object = descriptors_find(call->process->descriptors, number);
    }
    return object;
}

static void learn_number(struct follower *follower, const struct returned *call, int number)
{
    uint64_t terminal;
    struct object *master = make_master(follower, call, number);

    if (master != NULL && memory_number(call->memory, call->waiting->arguments[2], 4, &terminal) &&
        terminal < TERMINALS_MAX) {
        master->terminal = (uint32_t)terminal;
        terminal_channel(follower, master,
                         process_program(call->process, call->waiting->place.stack, call->memory));
    }
}

static void learn_size(struct follower *follower, const struct returned *call, struct object *object, bool set)
{
    int number = (int)call->waiting->arguments[0];
    uint64_t rows, columns, address = call->waiting->arguments[2];

    if (set && object == NULL && is_of_server(call)) {
        begun_open(follower, call->process, number, true);
        object = descriptors_find(call->process->descriptors, number);
    }
    if (set && object != NULL && object->kind == OBJECT_UNKNOWN) {
        begun_master(follower, call->process, object);
    }
    if (object == NULL || object->channel == NULL || (!set && object->channel->columns != 0) ||
        (object->kind != OBJECT_MASTER && object->kind != OBJECT_SLAVE)) {
        return;
    }
    if (memory_number(call->memory, address, 4, &rows)) {
        columns = rows >> 16;
        channel_resize(object->channel, follower->writer, (uint16_t)columns, (uint16_t)rows);
    }
}

static void set_packets(const struct returned *call, struct object *object)
{
    uint64_t on;

    if (object != NULL && memory_number(call->memory, call->waiting->arguments[2], 4, &on)) {
        object->packets = on != 0;
    }
}

void terminal_ioctl(struct follower *follower, const struct returned *call)
{
    int number = (int)call->waiting->arguments[0];
    struct descriptors *descriptors = call->process->descriptors;
    struct object *object = descriptors_find(descriptors, number);

    if (call->result < 0) {
        return;
    }
    switch ((uint32_t)call->waiting->arguments[1]) {
    case TIOCGPTN:
        learn_number(follower, call, number);
        break;
    case TIOCSPTLCK:
        make_master(follower, call, number);
        break;
    case TIOCGPTPEER:
        set_new(follower, call->process, (int)call->result, OBJECT_SLAVE,
                object != NULL ? object->terminal : TERMINAL_UNKNOWN,
                call->waiting->arguments[2] & O_CLOEXEC_FLAG);
        break;
    case TCGETS:
        if (object == NULL) {
            terminal_is_slave(follower, call->process, number, TERMINAL_UNKNOWN);
        }
        break;
    case TIOCSWINSZ:
        learn_size(follower, call, object, true);
        break;
    case TIOCGWINSZ:
        learn_size(follower, call, object, false);
        break;
    case TIOCPKT:
        set_packets(call, object);
        break;
    case FIOCLEX:
    case FIONCLEX:
        descriptors_set_close_on_exec(descriptors, (unsigned)number, (unsigned)number,
                                      call->waiting->arguments[1] == FIOCLEX);
        break;
    default:
        break;
    }
}
