/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * System calls of programs that do not know what they do, in a guest whose memory holds anything: the stream stays one
 * that its reader understands, and what is kept of them stays small.
 */
#include "transcript/follower.h"
#include "transcript/serial.h"

#include <stdbool.h>

#include "input.h"

#define BASE 0x10000u
#define PAGES 4

/* The pages from BASE on; the third is missing. */
static struct {
    uint8_t bytes[PAGES * MEMORY_PAGE];
} guest;

static bool read_guest(void *unused, uint64_t address, void *buffer, size_t length)
{
    uint64_t offset = address - BASE;

    (void)unused;
    PROMISE(length > 0 && length <= 64 * 1024);
    for (uint64_t at = offset; at < offset + length; at += MEMORY_PAGE - at % MEMORY_PAGE) {
        if (at >= sizeof(guest.bytes) || at / MEMORY_PAGE == 2) {
            return false;
        }
    }
    if (offset + length < offset || offset + length > sizeof(guest.bytes)) {
        return false;
    }
    memcpy(buffer, guest.bytes + offset, length);
    return true;
}

static const struct memory memory = {.read = read_guest, .end = BASE + sizeof(guest.bytes)};

/* Descriptors and flags, addresses, or anything. */
static uint64_t argument(struct input *input)
{
    uint8_t kind = input_u8(input);

    if (kind < 64) {
        return kind;
    }
    if (kind < 192) {
        return BASE + (uint64_t)(kind - 64) * 128 + input_u8(input);
    }
    if (kind < 224) {
        return input_u32(input);
    }
    return kind < 240 ? (uint64_t)-(int64_t)(kind - 224) : input_u64(input);
}

static struct place place(struct input *input, uint8_t choice)
{
    struct place place = {
        .space = 0x1000 * (1 + (choice >> 2 & 3)),
        .stack = BASE + 3 * MEMORY_PAGE + 0x100 + 8 * (choice >> 4 & 3),
        .next = choice & 128 ? 0 : 0x400000,
        .thread = 0x4000 * (uint64_t)(input_u8(input) & 7),
    };

    if ((choice & 64) != 0) {
        place.space += 0x1000 * (uint64_t)input_u8(input);
    }
    return place;
}

static void enter(struct follower *follower, struct input *input, uint8_t choice)
{
    static const struct abi *const abis[] = {&abi_x86_64, &abi_i386, &abi_arm, &abi_aarch64};
    struct place where = place(input, choice);
    uint64_t arguments[CALL_ARGUMENTS], number;
    uint8_t selected = input_u8(input);

    number = selected | (uint64_t)(input_u8(input) & 3) << 8;
    for (unsigned i = 0; i < 4; i++) {
        arguments[i] = argument(input);
    }
    arguments[4] = arguments[5] = 0;
    follower_enter(follower, abis[input_u8(input) & 3], &where, number, arguments, &memory);
}

static void poke(struct input *input)
{
    size_t offset = input_u8(input) * 64u + (input_u8(input) & 63), length = input_u8(input) & 63;

    input_bytes(input, guest.bytes + offset % (sizeof(guest.bytes) - 64), length);
}

static void run(struct writer *writer, struct follower *follower, struct serial *serial, struct input *input)
{
    for (uint64_t time = 1; input->size > 0; time++) {
        uint8_t choice = input_u8(input);
        writer_set_time(writer, time);
        switch (choice & 3) {
        case 0:
            enter(follower, input, choice);
            break;
        case 1: {
            struct place where = place(input, choice);
            follower_return(follower, &where, argument(input), &memory);
            break;
        }
        case 2:
            poke(input);
            break;
        default:
            serial_output(serial, 0x3f8 + (choice >> 2), choice);
            writer_set_counter(writer, time * choice);
            break;
        }
    }
}

#define CHANNELS_MAX 4096 /* more than a script of this length can open */

/* What follower.h and stream.h promise of each record. */
static void check_record(const struct transcript_record *record, const uint8_t *bytes, uint8_t state[CHANNELS_MAX])
{
    enum { ABSENT, OPEN, CLOSED };
    uint8_t *channel = &state[record->channel];

    if (record->type >= TRANSCRIPT_TSC) {
        PROMISE(record->channel == 0 && record->type <= TRANSCRIPT_END);
        return;
    }
    PROMISE(record->channel > 0 && record->type >= TRANSCRIPT_OPENED);
    if (record->type == TRANSCRIPT_OPENED) {
        PROMISE(*channel == ABSENT && (record->channel == 1 || state[record->channel - 1] != ABSENT));
        PROMISE(record->bytes == sizeof(uint32_t));
        *channel = OPEN;
        return;
    }
    PROMISE(*channel == OPEN);
    if (record->type == TRANSCRIPT_INFO) {
        PROMISE(memchr(bytes, '=', record->bytes) != NULL && memchr(bytes, '\0', record->bytes) == NULL);
    } else if (record->type == TRANSCRIPT_RESIZE) {
        PROMISE(record->bytes == 2 * sizeof(uint16_t));
    } else if (record->type == TRANSCRIPT_CLOSED) {
        *channel = CLOSED;
    } else {
        PROMISE(record->bytes > 0);
    }
}

static void check_stream(int fd)
{
    static uint8_t bytes[TRANSCRIPT_RECORD_BYTES_MAX], state[CHANNELS_MAX];
    struct transcript_record record;
    off_t at = (off_t)strlen(TRANSCRIPT_MAGIC);
    uint64_t before = 0;

    memset(state, 0, sizeof(state));
    while (pread(fd, &record, sizeof(record), at) == sizeof(record)) {
        PROMISE(record.bytes <= sizeof(bytes) && record.channel < CHANNELS_MAX && record.reserved == 0);
        PROMISE(pread(fd, bytes, record.bytes, at + (off_t)sizeof(record)) == (ssize_t)record.bytes);
        PROMISE(record.instructions >= before);
        before = record.instructions;
        check_record(&record, bytes, state);
        at += (off_t)(sizeof(record) + record.bytes);
    }
    PROMISE(record.type == TRANSCRIPT_END && at == lseek(fd, 0, SEEK_END));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input input = {data, size < 8192 ? size : 8192};
    int fd = memfd_create("stream", MFD_CLOEXEC);
    struct writer *writer = writer_new(fd);
    struct follower *follower = follower_new(writer);
    struct serial *serial = serial_new(writer);

    PROMISE(fd >= 0);
    memset(&guest, 0, sizeof(guest));
    memcpy(guest.bytes + sizeof(guest.bytes) - 24, "/usr/sbin/sshd", 14);
    memcpy(guest.bytes, "/dev/ptmx", 9);
    memcpy(guest.bytes + 128, "/dev/pts/0", 10);
    run(writer, follower, serial, &input);
    follower_end(follower);
    writer_end(writer);
    follower_free(follower);
    serial_free(serial);
    writer_free(writer);
    check_stream(fd);
    close(fd);
    return 0;
}
