/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "file.h"

#include "common/varint.h"
#include "common/version.h"

#include <jansson.h>
#include <string.h>

#define FORMAT 1
#define HEADER_MAX 4096

static const char *const words[] = {"clock", "tsc", "instructions"};

const char *time_source_word(enum time_source source)
{
    return words[source];
}

unsigned event_u16(const uint8_t *data)
{
    return data[0] | (unsigned)data[1] << 8;
}

uint32_t event_u32(const uint8_t *data)
{
    return event_u16(data) | (uint32_t)event_u16(data + 2) << 16;
}

void transcript_write_header(FILE *out, const struct transcript_header *header)
{
    json_t *object =
        json_pack("{s:i, s:s, s:s, s:I, s:s}", "transcript", FORMAT, "recctrl", RECCTRL_PROJECT_VERSION,
                  "log", header->log, "began", (json_int_t)header->began_us, "times", words[header->times]);
    if (object) {
        json_dumpf(object, out, JSON_COMPACT);
    }
    fputc('\n', out);
    json_decref(object);
}

void transcript_write(FILE *out, const struct event *event, uint64_t us_before)
{
    uint8_t head[4 * VARINT_MAX];
    size_t used = varint_put(head, event->type);

    used += varint_put(head + used, event->channel);
    used += varint_put(head + used, event->us - us_before);
    used += varint_put(head + used, event->bytes);
    fwrite(head, 1, used, out);
    fwrite(event->data, 1, event->bytes, out);
}

static bool take_header(json_t *object, struct transcript_header *header)
{
    const char *version, *log, *times;
    json_int_t began;
    int format;

    if (!object ||
        json_unpack(object, "{s:i, s:s, s:s, s:I, s:s}", "transcript", &format, "recctrl", &version, "log",
                    &log, "began", &began, "times", &times) != 0 ||
        format != FORMAT || strcmp(version, RECCTRL_PROJECT_VERSION) != 0 ||
        strlen(log) >= sizeof header->log || began < 0) {
        return false;
    }
    strcpy(header->log, log);
    header->began_us = (uint64_t)began;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(times, words[i]) == 0) {
            header->times = (enum time_source)i;
            return true;
        }
    }
    return false;
}

bool transcript_read_header(FILE *in, struct transcript_header *header)
{
    char line[HEADER_MAX];
    if (!fgets(line, sizeof line, in) || !strchr(line, '\n')) {
        return false;
    }
    json_t *object = json_loads(line, JSON_REJECT_DUPLICATES, NULL);
    bool taken = take_header(object, header);
    json_decref(object);
    return taken;
}

static bool read_varint(FILE *in, uint64_t *value)
{
    uint8_t bytes[VARINT_MAX];
    size_t used = 0;
    int byte;

    do {
        byte = getc_unlocked(in);
        if (byte == EOF || used == sizeof bytes) {
            return false;
        }
        bytes[used++] = (uint8_t)byte;
    } while (byte & 0x80);
    return varint_get(bytes, used, value) == used;
}

/* Whether the event has what its type asks for. */
static bool is_sound(uint64_t type, uint64_t channel, uint64_t bytes)
{
    switch (type) {
    case TRANSCRIPT_OPENED:
    case TRANSCRIPT_RESIZE:
        return channel != 0 && bytes == 4;
    case TRANSCRIPT_INFO:
    case TRANSCRIPT_OUTPUT:
    case TRANSCRIPT_ERROR:
    case TRANSCRIPT_INPUT:
    case TRANSCRIPT_CLOSED:
        return channel != 0;
    case TRANSCRIPT_PROBLEM:
    case TRANSCRIPT_END:
        return channel == 0;
    default:
        return false;
    }
}

enum transcript_result transcript_read(FILE *in, struct event *event)
{
    uint64_t type, channel, us, bytes;

    if (!read_varint(in, &type) || !read_varint(in, &channel) || !read_varint(in, &us) ||
        !read_varint(in, &bytes) || channel > UINT32_MAX || bytes > TRANSCRIPT_RECORD_BYTES_MAX ||
        us > INT64_MAX - event->us || !is_sound(type, channel, bytes) ||
        fread(event->data, 1, bytes, in) != bytes) {
        return TRANSCRIPT_BROKEN;
    }
    event->type = (enum transcript_type)type;
    event->channel = (uint32_t)channel;
    event->us += us;
    event->bytes = (uint32_t)bytes;
    event->data[bytes] = '\0';
    return type == TRANSCRIPT_END ? TRANSCRIPT_ENDED : TRANSCRIPT_EVENT;
}
