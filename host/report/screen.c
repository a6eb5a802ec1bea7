/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "screen.h"

#include "host/transcript/filter.h"
#include "rows.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <vterm.h>

#define FRAME_US 40000 /* what comes within that time is shown at once */

struct player {
    VTerm *terminal;
    VTermScreen *screen;
    struct filter filter; /* the emulator is given nothing but what this lets through */
    FILE *input;          /* … by this stream */

    bool dirty[ROWS_MAX], changed;
    VTermPos cursor;
    bool cursor_visible;
    unsigned columns; /* of the widest screen */

    struct rows rows;
    FILE *frames;
    char *frames_json;
    size_t frames_size;
    uint64_t opened_us, frame_us; /* when what was not written yet began to change */
    int64_t first_ms;             /* -1: nothing was seen yet */
};

static ssize_t to_terminal(void *cookie, const char *bytes, size_t size)
{
    const struct player *player = cookie;
    vterm_input_write(player->terminal, bytes, size);
    return (ssize_t)size;
}

static int on_damage(VTermRect rect, void *user)
{
    struct player *player = user;
    for (int row = rect.start_row; row < rect.end_row && row < ROWS_MAX; row++) {
        player->dirty[row] = true;
    }
    player->changed = true;
    return 1;
}

static int on_cursor(VTermPos position, VTermPos before, int visible, void *user)
{
    struct player *player = user;
    (void)before;
    (void)visible;
    player->cursor = position;
    player->changed = true;
    return 1;
}

static int on_property(VTermProp property, VTermValue *value, void *user)
{
    struct player *player = user;
    if (property == VTERM_PROP_CURSORVISIBLE) {
        player->cursor_visible = value->boolean;
        player->changed = true;
    }
    return 1;
}

static void resize(struct player *player, unsigned columns, unsigned rows)
{
    vterm_set_size(player->terminal, (int)rows, (int)columns);
    memset(player->dirty, true, sizeof player->dirty);
    player->changed = true;
    player->columns = columns > player->columns ? columns : player->columns;
}

static bool begin(struct player *player, const struct channel *channel)
{
    static const VTermScreenCallbacks callbacks = {
        .damage = on_damage, .movecursor = on_cursor, .settermprop = on_property};

    player->opened_us = channel->opened_us;
    player->first_ms = -1;
    player->cursor_visible = true;
    player->terminal = vterm_new((int)channel->rows, (int)channel->columns);
    player->input = fopencookie(player, "w", (cookie_io_functions_t){.write = to_terminal});
    player->frames = open_memstream(&player->frames_json, &player->frames_size);
    if (!player->terminal || !player->input || !player->frames || !rows_begin(&player->rows)) {
        return false;
    }
    vterm_set_utf8(player->terminal, 1);
    player->screen = vterm_obtain_screen(player->terminal);
    vterm_screen_enable_altscreen(player->screen, 1);
    vterm_screen_set_callbacks(player->screen, &callbacks, player);
    vterm_screen_set_damage_merge(player->screen, VTERM_DAMAGE_ROW);
    vterm_screen_reset(player->screen, 1);
    filter_begin(&player->filter, player->input);
    resize(player, channel->columns, channel->rows);
    return true;
}

static void end(struct player *player)
{
    if (player->input) {
        fclose(player->input);
    }
    if (player->frames) {
        fclose(player->frames);
    }
    rows_free(&player->rows);
    free(player->frames_json);
    if (player->terminal) {
        vterm_free(player->terminal);
    }
    free(player);
}

/* Writes what has changed. False: memory is short. */
static bool write_frame(struct player *player)
{
    int rows, columns;
    size_t index;

    if (!player->changed) {
        return true;
    }
    vterm_screen_flush_damage(player->screen);
    vterm_get_size(player->terminal, &rows, &columns);
    fprintf(player->frames, "%s[%" PRIu64 ",%d,%d,%d", ftell(player->frames) > 0 ? "," : "",
            (player->frame_us - player->opened_us) / 1000, player->cursor_visible ? player->cursor.row : -1,
            player->cursor.col, rows);
    for (int row = 0; row < rows && row < ROWS_MAX; row++) {
        if (player->dirty[row]) {
            if (!rows_index(&player->rows, player->screen, row, columns, &index)) {
                return false;
            }
            fprintf(player->frames, ",%d,%zu", row, index);
        }
    }
    fputc(']', player->frames);
    memset(player->dirty, false, sizeof player->dirty);
    player->changed = false;
    return true;
}

static bool take(struct player *player, const struct event *event)
{
    unsigned columns, rows;

    if (event->type != TRANSCRIPT_OUTPUT && event->type != TRANSCRIPT_RESIZE) {
        return true;
    }
    if (event->us >= player->frame_us + FRAME_US) {
        if (!write_frame(player)) {
            return false;
        }
        player->frame_us = event->us;
    }
    if (event->type == TRANSCRIPT_OUTPUT) {
        filter_feed(&player->filter, event->data, event->bytes);
        fflush(player->input);
        vterm_screen_flush_damage(player->screen);
        if (player->first_ms < 0) {
            player->first_ms = (int64_t)(event->us - player->opened_us) / 1000;
        }
    } else if (event_size(event, &columns, &rows)) {
        resize(player, columns, rows);
    }
    return true;
}

static bool is_full(const struct player *player)
{
    return (size_t)ftell(player->frames) + rows_bytes(&player->rows) > SCREEN_DATA_MAX;
}

static bool play(struct player *player, struct transcript *transcript, uint32_t number, struct event *event,
                 bool *cut)
{
    enum transcript_result result = TRANSCRIPT_EVENT;

    transcript_rewind(transcript);
    player->frame_us = player->opened_us;
    while (!*cut && (result = transcript_read(transcript->file, event)) == TRANSCRIPT_EVENT) {
        if (event->channel == number && !take(player, event)) {
            return false;
        }
        *cut = is_full(player);
    }
    return (*cut || result == TRANSCRIPT_ENDED) && write_frame(player);
}

bool screen_write(FILE *out, struct transcript *transcript, uint32_t number, bool *cut)
{
    const struct channel *channel = &transcript->channels.list[number - 1];
    struct player *player = calloc(1, sizeof *player);
    struct event *event = calloc(1, sizeof *event);

    *cut = false;
    bool well = player && event && begin(player, channel) && play(player, transcript, number, event, cut);
    if (well) {
        fflush(player->frames);
        fprintf(out, "{\"columns\":%u,\"length\":%" PRIu64 ",\"first\":%" PRId64 ",", player->columns,
                (channel->last_us - channel->opened_us) / 1000, player->first_ms < 0 ? 0 : player->first_ms);
        rows_write(&player->rows, out);
        fputs(",\"frames\":[", out);
        fwrite(player->frames_json, 1, player->frames_size, out);
        fputs("]}", out);
    }
    if (player) {
        end(player);
    }
    free(event);
    return well;
}
