/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "nondet_log.h"

#include <endian.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* PANDA's panda/include/panda/rr/rr_log_all.h */
enum kind {
    INPUT_1,
    INPUT_2,
    INPUT_4,
    INPUT_8,
    INTERRUPT_REQUEST,
    EXIT_REQUEST,
    SKIPPED_CALL,
    END_OF_LOG,
    PENDING_INTERRUPTS,
    EXCEPTION,
};
#define CALLSITE_END_OF_LOG 17

/* Bytes behind the header of an entry. */
static const uint8_t payload[] = {
    [INPUT_1] = 1,      [INPUT_2] = 2,           [INPUT_4] = 4,
    [INPUT_8] = 8,      [INTERRUPT_REQUEST] = 4, [EXIT_REQUEST] = 2,
    [SKIPPED_CALL] = 1, [END_OF_LOG] = 0,        [PENDING_INTERRUPTS] = 4,
    [EXCEPTION] = 4,
};

/*
 * Bytes behind the kind of a skipped call: a structure of rr_log.h or rr_log_all.h, then as many bytes as the
 * number at `length_at` in it says (`length_size` bytes wide; 0: none).
 */
static const struct call {
    uint8_t size, length_at, length_size;
} calls[] = {
    {24, 16, 4}, /* CPU_MEM_RW */
    {40, 24, 4}, /* MEM_REGION_CHANGE */
    {24, 16, 8}, /* CPU_MEM_UNMAP */
    {32, 0, 0},  /* HD_TRANSFER */
    {32, 0, 0},  /* NET_TRANSFER */
    {16, 8, 4},  /* HANDLE_PACKET */
    {16, 0, 0},  /* SERIAL_RECEIVE */
    {16, 0, 0},  /* SERIAL_READ */
    {16, 0, 0},  /* SERIAL_SEND */
    {16, 0, 0},  /* SERIAL_WRITE */
    {24, 20, 4}, /* CPU_REG_WRITE */
};
#define CALL_COUNT (sizeof calls / sizeof *calls)
#define MAX_CALL 40

bool nondet_log_ended(int fd, uint64_t *instructions)
{
    struct stat status;
    unsigned char end[NONDET_LOG_END];
    uint64_t header, last;

    if (fstat(fd, &status) != 0 || status.st_size < NONDET_LOG_HEADER + NONDET_LOG_END ||
        pread(fd, &header, sizeof header, 0) != (ssize_t)sizeof header ||
        pread(fd, end, sizeof end, status.st_size - NONDET_LOG_END) != (ssize_t)sizeof end) {
        return false;
    }
    memcpy(&last, end, sizeof last);
    *instructions = le64toh(header);
    return header == last && end[8] == END_OF_LOG;
}

enum result { WHOLE, CUT, DAMAGED };

/* Passes over the data of a skipped call, and adds its size. */
static enum result skip_call(FILE *log, uint64_t left, uint64_t *size)
{
    unsigned char call[MAX_CALL];
    uint64_t length = 0;
    int kind = getc(log);

    if (kind == EOF) {
        return CUT;
    }
    if ((size_t)kind >= CALL_COUNT) {
        return DAMAGED;
    }
    const struct call *shape = &calls[kind];
    if (fread(call, 1, shape->size, log) != shape->size) {
        return CUT;
    }
    memcpy(&length, call + shape->length_at, shape->length_size);
    length = le64toh(length);
    if (length > left || length > INT64_MAX / 2) {
        return CUT;
    }
    *size += 1 + shape->size + length;
    return fseeko(log, (off_t)length, SEEK_CUR) == 0 ? WHOLE : CUT;
}

/* Passes over one entry. The end of the log counts as one. LEFT: bytes of the file from here on. */
static enum result skip_entry(FILE *log, uint64_t left, uint64_t *size, uint64_t *instruction, int *kind)
{
    unsigned char header[NONDET_LOG_END], data[8];

    if (fread(header, 1, sizeof header, log) != sizeof header) {
        return CUT;
    }
    memcpy(instruction, header, sizeof *instruction);
    *instruction = le64toh(*instruction);
    *kind = header[8];
    *size = sizeof header;
    if ((size_t)*kind >= sizeof payload) {
        return DAMAGED;
    }
    enum result result = WHOLE;
    if (*kind == SKIPPED_CALL) {
        result = skip_call(log, left, size);
    } else if (fread(data, 1, payload[*kind], log) == payload[*kind]) {
        *size += payload[*kind];
    } else {
        result = CUT;
    }
    return result == WHOLE && *size > left ? CUT : result;
}

/*
 * What follows the whole entries of a log that was cut, at AFTER: a part of another entry. Its first eight
 * bytes, if they are there, tell whether the last instruction has all its entries; the ninth may tell that it
 * is the end.
 */
static bool group_is_closed(FILE *log, off_t after, struct nondet_log_summary *summary)
{
    unsigned char header[9];
    uint64_t instruction;
    size_t got = fseeko(log, after, SEEK_SET) == 0 ? fread(header, 1, sizeof header, log) : 0;

    if (got < sizeof instruction) {
        return false;
    }
    memcpy(&instruction, header, sizeof instruction);
    instruction = le64toh(instruction);
    if (instruction >= summary->instructions && got == sizeof header && header[8] == END_OF_LOG) {
        summary->instructions = instruction;
        return true;
    }
    return instruction > summary->instructions;
}

bool nondet_log_read(FILE *log, struct nondet_log_summary *summary)
{
    struct stat status;
    struct nondet_log_summary closed = {0}; /* without the entries of the last instruction */
    uint64_t header, size = 0, instruction = 0;
    int kind = 0;

    memset(summary, 0, sizeof *summary);
    if (fstat(fileno(log), &status) != 0 || fseeko(log, 0, SEEK_SET) != 0) {
        return false;
    }
    uint64_t left = (uint64_t)status.st_size;
    if (fread(&header, sizeof header, 1, log) != 1) {
        return !ferror(log);
    }
    summary->whole_bytes = closed.whole_bytes = NONDET_LOG_HEADER;
    left -= NONDET_LOG_HEADER;
    enum result result = CUT;
    while (left > 0 && (result = skip_entry(log, left, &size, &instruction, &kind)) == WHOLE) {
        if (instruction < summary->instructions) {
            result = DAMAGED;
            break;
        }
        if (kind == END_OF_LOG) {
            left -= size;
            summary->instructions = instruction;
            summary->ended = left == 0 && le64toh(header) == instruction;
            return !ferror(log);
        }
        if (instruction > summary->instructions) {
            closed = *summary;
        }
        summary->instructions = instruction;
        summary->entries++;
        summary->whole_bytes += size;
        left -= size;
    }
    if (result == DAMAGED || !group_is_closed(log, (off_t)summary->whole_bytes, summary)) {
        *summary = closed;
    }
    return !ferror(log);
}

bool nondet_log_end(int fd, uint64_t instructions)
{
    unsigned char end[NONDET_LOG_END];
    uint64_t count = htole64(instructions);
    off_t size = lseek(fd, 0, SEEK_END);

    memcpy(end, &count, sizeof count);
    end[8] = END_OF_LOG;
    end[9] = CALLSITE_END_OF_LOG;
    errno = ENOSPC; /* what a short write means */
    return size >= NONDET_LOG_HEADER && pwrite(fd, end, sizeof end, size) == (ssize_t)sizeof end &&
           pwrite(fd, &count, sizeof count, 0) == (ssize_t)sizeof count;
}
