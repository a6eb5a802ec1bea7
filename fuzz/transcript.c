/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A transcript's file, or (first byte even) what the plugin says in a replay, made into one: whatever the guest did, the
 * result can be read, and what is shown of it speaks to no terminal.
 */
#include "host/report/screen.h"
#include "host/transcript/cast.h"
#include "host/transcript/filter.h"
#include "host/transcript/lines.h"

#include "input.h"

static FILE *as_file(const uint8_t *data, size_t size)
{
    FILE *file = fdopen(input_file(data, size), "r+");
    PROMISE(file != NULL);
    return file;
}

/* Of a recording without files: its times are guessed. */
static FILE *convert(FILE *spool)
{
    struct recording recording = {.dirfd = -1};
    FILE *out = tmpfile();
    struct error error;

    PROMISE(out != NULL);
    if (!transcript_convert(&recording, spool, "log", NULL, out, &error)) {
        PROMISE(error.text[0] != '\0');
        fclose(out);
        return NULL;
    }
    rewind(out);
    return out;
}

static void check_line(void *context, const char *text, size_t size, uint64_t us)
{
    uint64_t *last_us = context;

    PROMISE(text[size] == '\0' && strlen(text) == size && us <= INT64_MAX);
    for (size_t i = 0; i < size; i++) {
        bool c1 = (uint8_t)text[i] == 0xc2 && (uint8_t)text[i + 1] < 0xa0;
        PROMISE(((uint8_t)text[i] >= ' ' || text[i] == '\t') && text[i] != 0x7f && !c1);
    }
    *last_us = us;
}

/* What the filter lets through, the filter lets through again, and nothing more or less. */
static void check_filter(struct transcript *transcript, uint32_t number)
{
    struct event *event = calloc(1, sizeof(*event));
    char *text[2];
    size_t size[2];
    FILE *out = open_memstream(&text[0], &size[0]);
    struct filter filter;

    transcript_rewind(transcript);
    filter_begin(&filter, out);
    while (transcript_read(transcript->file, event) == TRANSCRIPT_EVENT) {
        if (event->channel == number && event->type == TRANSCRIPT_OUTPUT) {
            filter_feed(&filter, event->data, event->bytes);
        }
    }
    fclose(out);
    out = open_memstream(&text[1], &size[1]);
    filter_begin(&filter, out);
    filter_feed(&filter, text[0], size[0]);
    fclose(out);
    PROMISE(size[0] == size[1] && memcmp(text[0], text[1], size[0]) == 0);
    free(text[0]);
    free(text[1]);
    free(event);
}

static void check_session(struct transcript *transcript, uint32_t number, FILE *nowhere)
{
    struct cast_files files = {nowhere, nowhere, nowhere, nowhere};
    uint64_t us = 0;
    bool cut;

    PROMISE(cast_write(transcript, number, "title", &files));
    PROMISE(lines_read(transcript, number, LINES_OF_OUTPUT, check_line, &us));
    PROMISE(lines_read(transcript, number, LINES_OF_INPUT, check_line, &us));
    PROMISE(screen_write(nowhere, transcript, number, &cut));
    check_filter(transcript, number);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static FILE *nowhere;
    struct transcript transcript = {.file = NULL};

    if (size == 0) {
        return 0;
    }
    if (nowhere == NULL) {
        nowhere = fopen("/dev/null", "w");
        PROMISE(nowhere != NULL);
    }
    bool of_plugin = data[0] % 2 == 0;
    FILE *file = as_file(data + 1, size - 1);
    if (of_plugin) {
        FILE *spool = file;
        file = convert(spool);
        fclose(spool);
    }
    if (file != NULL) {
        transcript.file = file;
        bool read = transcript_read_header(file, &transcript.header) && (transcript.events = ftell(file)) > 0 &&
                    channels_read(file, &transcript.channels);
        PROMISE(read || !of_plugin);
        for (uint32_t i = 1; read && i <= transcript.channels.count && i <= 4; i++) {
            check_session(&transcript, i, nowhere);
        }
        transcript_close(&transcript);
    }
    return 0;
}
