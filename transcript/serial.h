/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The machine's serial ports, byte by byte. */
#ifndef RECCTRL_TRANSCRIPT_SERIAL_H
#define RECCTRL_TRANSCRIPT_SERIAL_H

#include <stdint.h>

#include "writer.h"

struct serial;

/* The writer stays the caller's. */
struct serial *serial_new(struct writer *writer);
void serial_free(struct serial *serial);

/* The guest reads or writes a byte at a port of this I/O address. */
void serial_input(struct serial *serial, uint32_t address, uint8_t byte);
void serial_output(struct serial *serial, uint32_t address, uint8_t byte);

#endif
