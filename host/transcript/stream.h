/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads what panda_recctrl_transcript.so wrote (transcript/stream.h), and takes nothing of it on trust. */
#ifndef RECCTRL_HOST_TRANSCRIPT_STREAM_H
#define RECCTRL_HOST_TRANSCRIPT_STREAM_H

#include "common/error.h"
#include "transcript/stream.h"

#include <stdio.h>

struct stream_record {
    enum transcript_type type;
    uint32_t channel;
    uint64_t instructions; /* never less than in the record before */
    uint32_t bytes;
    uint8_t data[TRANSCRIPT_RECORD_BYTES_MAX];
};

enum stream_result {
    STREAM_RECORD,
    STREAM_END, /* TRANSCRIPT_END */
    STREAM_CUT, /* it ends without one */
    STREAM_WRONG,
};

/* Reads the magic. False: it is no such stream. */
bool stream_begin(FILE *in, struct stream_record *record, struct error *error);

/* Reads the next record; *record is that of the last call. The error is set on STREAM_WRONG. */
enum stream_result stream_next(FILE *in, struct stream_record *record, struct error *error);

/* Numbers in a record's data, in this machine's byte order. */
uint16_t stream_u16(const uint8_t *data);
uint32_t stream_u32(const uint8_t *data);
uint64_t stream_u64(const uint8_t *data);

#endif
