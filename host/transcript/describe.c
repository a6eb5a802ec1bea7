/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "describe.h"

#include "host/text.h"
#include "manifest/bytes.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { NUMBER, KIND, TERMINAL, UID, BEGAN, LENGTH, OUT, ERR, IN, SERVER, PROGRAM, COLUMN_COUNT };

static const char *const heads[COLUMN_COUNT] = {"N",      "KIND",  "TERMINAL", "UID",    "BEGAN",  "LENGTH",
                                                "OUTPUT", "ERROR", "INPUT",    "SERVER", "PROGRAM"};

struct row {
    const char *cell[COLUMN_COUNT];
    char number[16], began[TEXT_SIZE], length[TEXT_SIZE], out[TEXT_SIZE], err[TEXT_SIZE], in[TEXT_SIZE];
};

static const char *word(const struct channel *channel, enum channel_word which)
{
    return channel->words[which] ? channel->words[which] : "-";
}

static bool begun_before(const struct channel *channel)
{
    const char *begun = channel->words[WORD_BEGUN];
    return begun && strcmp(begun, "before") == 0;
}

static void fill(struct row *row, const struct transcript *transcript, size_t index)
{
    const struct channel *channel = &transcript->channels.list[index];

    snprintf(row->number, sizeof row->number, "%zu", index + 1);
    row->cell[NUMBER] = row->number;
    row->cell[KIND] = channel_kind_word(channel->kind);
    row->cell[TERMINAL] = word(channel, WORD_TERMINAL);
    row->cell[PROGRAM] = word(channel, channel->words[WORD_COMMAND] ? WORD_COMMAND : WORD_PROGRAM);
    row->cell[UID] = word(channel, WORD_UID);
    row->cell[SERVER] = word(channel, WORD_SERVER);
    row->cell[BEGAN] = begun_before(channel)
                           ? "before"
                           : text_time(row->began, (int64_t)(transcript->header.began_us + channel->opened_us) / 1000);
    row->cell[LENGTH] = text_duration(row->length, (int64_t)(channel->last_us - channel->opened_us) / 1000);
    row->cell[OUT] = text_bytes(row->out, channel->output);
    row->cell[ERR] = text_bytes(row->err, channel->error);
    row->cell[IN] = text_bytes(row->in, channel->input);
}

void describe_sessions(const struct source *source)
{
    size_t count = source->transcript.channels.count, widths[COLUMN_COUNT];
    struct row row;

    if (count == 0) {
        printf("There is no session in it.\n");
        return;
    }
    for (int column = 0; column < COLUMN_COUNT; column++) {
        widths[column] = strlen(heads[column]);
    }
    for (size_t i = 0; i < count; i++) {
        fill(&row, &source->transcript, i);
        for (int column = 0; column < COLUMN_COUNT; column++) {
            size_t columns = text_columns(row.cell[column]);
            widths[column] = columns > widths[column] ? columns : widths[column];
        }
    }
    for (int column = 0; column < COLUMN_COUNT; column++) {
        print_padded(stdout, heads[column], column + 1 < COLUMN_COUNT ? widths[column] + 2 : 0);
    }
    putchar('\n');
    for (size_t i = 0; i < count; i++) {
        fill(&row, &source->transcript, i);
        for (int column = 0; column < COLUMN_COUNT && source_wants(source, (uint32_t)i + 1); column++) {
            print_padded(stdout, row.cell[column], column + 1 < COLUMN_COUNT ? widths[column] + 2 : 0);
            if (column + 1 == COLUMN_COUNT) {
                putchar('\n');
            }
        }
    }
}

static void set_word(json_t *object, const char *key, const char *bytes)
{
    char *text = bytes ? bytes_to_text(bytes) : NULL;
    if (text) {
        json_object_set_new(object, key, json_string(text));
    }
    free(text);
}

static json_t *describe(const struct transcript *transcript, size_t index)
{
    static const char *const keys[] = {"terminal", "program", "command", "uid", "server"};
    const struct channel *channel = &transcript->channels.list[index];
    json_t *object = json_pack("{s:I, s:s}", "session", (json_int_t)index + 1, "kind",
                               channel_kind_word(channel->kind));

    for (int i = WORD_TERMINAL; i <= WORD_SERVER; i++) {
        set_word(object, keys[i], channel->words[i]);
    }
    json_object_set_new(object, "began_before", json_boolean(begun_before(channel)));
    uint64_t began_us = transcript->header.began_us + channel->opened_us;
    json_object_set_new(object, "began_us", json_integer((json_int_t)began_us));
    json_object_set_new(object, "length_us", json_integer((json_int_t)(channel->last_us - channel->opened_us)));
    json_object_set_new(object, "times", json_string(time_source_word(transcript->header.times)));
    json_object_set_new(object, "output_bytes", json_integer((json_int_t)channel->output));
    json_object_set_new(object, "error_bytes", json_integer((json_int_t)channel->error));
    json_object_set_new(object, "input_bytes", json_integer((json_int_t)channel->input));
    if (channel_is_terminal(channel)) {
        json_object_set_new(object, "columns", json_integer(channel->columns));
        json_object_set_new(object, "rows", json_integer(channel->rows));
    }
    return object;
}

void describe_sessions_json(const struct source *source)
{
    json_t *array = json_array();
    for (size_t i = 0; i < source->transcript.channels.count; i++) {
        if (source_wants(source, (uint32_t)i + 1)) {
            json_array_append_new(array, describe(&source->transcript, i));
        }
    }
    json_dumpf(array, stdout, JSON_INDENT(2));
    putchar('\n');
    json_decref(array);
}
