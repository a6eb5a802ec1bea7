/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "stream.h"

#include <inttypes.h>
#include <string.h>

static const struct {
    bool has_channel;
    uint32_t bytes; /* ANY, or as many */
} types[] = {
#define ANY UINT32_MAX
    [TRANSCRIPT_OPENED] = {true, 4},     [TRANSCRIPT_INFO] = {true, ANY},
    [TRANSCRIPT_OUTPUT] = {true, ANY},   [TRANSCRIPT_ERROR] = {true, ANY},
    [TRANSCRIPT_INPUT] = {true, ANY},    [TRANSCRIPT_RESIZE] = {true, 4},
    [TRANSCRIPT_CLOSED] = {true, 0},     [TRANSCRIPT_TSC] = {false, 8},
    [TRANSCRIPT_PROBLEM] = {false, ANY}, [TRANSCRIPT_END] = {false, 0},
};
#define TYPE_COUNT (sizeof types / sizeof *types)

uint16_t stream_u16(const uint8_t *data)
{
    uint16_t value;
    memcpy(&value, data, sizeof value);
    return value;
}

uint32_t stream_u32(const uint8_t *data)
{
    uint32_t value;
    memcpy(&value, data, sizeof value);
    return value;
}

uint64_t stream_u64(const uint8_t *data)
{
    uint64_t value;
    memcpy(&value, data, sizeof value);
    return value;
}

bool stream_begin(FILE *in, struct stream_record *record, struct error *error)
{
    char magic[sizeof TRANSCRIPT_MAGIC - 1];

    memset(record, 0, sizeof *record);
    if (fread(magic, 1, sizeof magic, in) != sizeof magic ||
        memcmp(magic, TRANSCRIPT_MAGIC, sizeof magic) != 0) {
        return error_fail(error, "the plugin that reads transcripts said nothing, or is of another recctrl");
    }
    return true;
}

enum stream_result stream_next(FILE *in, struct stream_record *record, struct error *error)
{
    struct transcript_record head;

    if (fread(&head, sizeof head, 1, in) != 1) {
        return STREAM_CUT;
    }
    if (head.type == 0 || head.type >= TYPE_COUNT || head.bytes > TRANSCRIPT_RECORD_BYTES_MAX ||
        (types[head.type].bytes != ANY && types[head.type].bytes != head.bytes) ||
        types[head.type].has_channel != (head.channel != 0)) {
        error_set(error,
                  "the plugin that reads transcripts wrote nonsense: type %" PRIu32 ", channel %" PRIu32
                  ", %" PRIu32 " bytes",
                  head.type, head.channel, head.bytes);
        return STREAM_WRONG;
    }
    record->type = head.type;
    record->channel = head.channel;
    record->bytes = head.bytes;
    if (head.instructions > record->instructions) {
        record->instructions = head.instructions;
    }
    if (head.bytes > 0 && fread(record->data, 1, head.bytes, in) != head.bytes) {
        return STREAM_CUT;
    }
    return head.type == TRANSCRIPT_END ? STREAM_END : STREAM_RECORD;
}
