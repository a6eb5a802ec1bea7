/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial.h"

#include <glib.h>

/* More are not in a machine. */
#define PORTS_MAX 64

struct serial {
    struct writer *writer;
    struct {
        uint32_t address, channel;
    } ports[PORTS_MAX];
    unsigned count;
};

struct serial *serial_new(struct writer *writer)
{
    struct serial *serial = g_new0(struct serial, 1);

    serial->writer = writer;
    return serial;
}

void serial_free(struct serial *serial)
{
    g_free(serial);
}

/* Linux' names of a PC's ports are by their addresses. */
static void tell_name(struct serial *serial, uint32_t channel, uint32_t address)
{
    static const uint32_t addresses[] = {0x3f8, 0x2f8, 0x3e8, 0x2e8};
    char name[32] = "";

    for (unsigned i = 0; i < G_N_ELEMENTS(addresses); i++) {
        if (address == addresses[i]) {
            g_snprintf(name, sizeof(name), "ttyS%u", i);
        }
    }
    if (name[0] == '\0') {
        g_snprintf(name, sizeof(name), "serial port 0x%x", address);
    }
    writer_info(serial->writer, channel, "terminal", name);
    writer_info(serial->writer, channel, "begun", "before");
}

static uint32_t channel_of(struct serial *serial, uint32_t address)
{
    for (unsigned i = 0; i < serial->count; i++) {
        if (serial->ports[i].address == address) {
            return serial->ports[i].channel;
        }
    }
    if (serial->count == PORTS_MAX) {
        return 0;
    }
    uint32_t channel = writer_open(serial->writer, TRANSCRIPT_SERIAL);
    serial->ports[serial->count].address = address;
    serial->ports[serial->count++].channel = channel;
    if (channel != 0) {
        tell_name(serial, channel, address);
    }
    return channel;
}

static void pass(struct serial *serial, enum transcript_type type, uint32_t address, uint8_t byte)
{
    uint32_t channel = channel_of(serial, address);

    if (channel != 0) {
        writer_bytes(serial->writer, type, channel, &byte, sizeof(byte));
    }
}

void serial_input(struct serial *serial, uint32_t address, uint8_t byte)
{
    pass(serial, TRANSCRIPT_INPUT, address, byte);
}

void serial_output(struct serial *serial, uint32_t address, uint8_t byte)
{
    pass(serial, TRANSCRIPT_OUTPUT, address, byte);
}
