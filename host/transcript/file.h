/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * NAME-rr-transcript: what a replay showed of the sessions in a recording, kept so that they need not be replayed
 * again.
 *
 * The file is one line of JSON and then records. The line has "transcript" (1: this format), "recctrl" (the version
 * that wrote it), "log" (SHA-256 of the log that was replayed, in hex: another one makes the file worthless), "began"
 * (Unix time in microseconds, 0: not known) and "times" ("clock", "tsc" or "instructions": where they come from). A
 * record is four varints (common/varint.h), a type and a channel of transcript/stream.h, how many microseconds later
 * than the record before it was, how many bytes follow, and those bytes; 16-bit and 32-bit numbers in them are
 * little-endian. The last one is TRANSCRIPT_END; TRANSCRIPT_TSC does not occur. What a guest did is in it, and is
 * hostile.
 */
#ifndef RECCTRL_HOST_TRANSCRIPT_FILE_H
#define RECCTRL_HOST_TRANSCRIPT_FILE_H

#include "common/error.h"
#include "host/digest.h"
#include "transcript/stream.h"

#include <stdio.h>

enum time_source {
    TIMES_CLOCK,        /* NAME-rr-clock */
    TIMES_TSC,          /* the processor's time-stamp counter, as the guest read it */
    TIMES_INSTRUCTIONS, /* a guess */
};

struct transcript_header {
    char log[DIGEST_HEX_SIZE];
    uint64_t began_us;
    enum time_source times;
};

struct event {
    enum transcript_type type;
    uint32_t channel;
    uint64_t us; /* since the recording began; never less than in the event before */
    uint32_t bytes;
    uint8_t data[TRANSCRIPT_RECORD_BYTES_MAX + 1]; /* a NUL stands behind the bytes */
};

/* "clock", "tsc", "instructions" */
const char *time_source_word(enum time_source source);

/* Writing: the header, then each event. What could not be written shows in ferror(). */
void transcript_write_header(FILE *out, const struct transcript_header *header);
void transcript_write(FILE *out, const struct event *event, uint64_t us_before);

/* Reads the header. False: it is no transcript of this format. */
bool transcript_read_header(FILE *in, struct transcript_header *header);

enum transcript_result { TRANSCRIPT_EVENT, TRANSCRIPT_ENDED, TRANSCRIPT_BROKEN };

/* Reads the next event; *event is that of the last call, or all zero. */
enum transcript_result transcript_read(FILE *in, struct event *event);

/* Numbers in an event's data. */
unsigned event_u16(const uint8_t *data);
uint32_t event_u32(const uint8_t *data);

#endif
