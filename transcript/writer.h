/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes the stream of stream.h to a file descriptor. */
#ifndef RECCTRL_TRANSCRIPT_WRITER_H
#define RECCTRL_TRANSCRIPT_WRITER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "stream.h"

/* Opaque; allocated by writer_new(). */
struct writer;

/* Records go to `fd`, which stays the caller's. */
struct writer *writer_new(int fd);

/* Writes what is buffered; writes no END. */
void writer_free(struct writer *writer);

/* What the records that follow say of the time. */
void writer_set_time(struct writer *writer, uint64_t instructions);

/* The guest read its time-stamp counter; told before the next record of a channel. */
void writer_set_counter(struct writer *writer, uint64_t counter);

/* A new channel's number, told as opened; 0 where there can't be more of them. */
uint32_t writer_open(struct writer *writer, enum transcript_kind kind);

/* What passes through a channel, in as many records as it takes. */
void writer_bytes(struct writer *writer, enum transcript_type type, uint32_t channel, const void *bytes, size_t length);

/* The value is cut where it is too long for a record. */
void writer_info(struct writer *writer, uint32_t channel, const char *key, const char *value);

void writer_size(struct writer *writer, uint32_t channel, uint16_t columns, uint16_t rows);
void writer_close(struct writer *writer, uint32_t channel);
void writer_problem(struct writer *writer, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The end of the stream; whatever is told after it is left out. */
void writer_end(struct writer *writer);

/* 0, or the errno of the write that failed; nothing more is written after it. */
int writer_failure(const struct writer *writer);

#endif
