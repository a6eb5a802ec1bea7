/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sessions.h"

#include "host/html.h"
#include "host/text.h"
#include "host/transcript/lines.h"
#include "screen.h"
#include "script.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* Bytes of text of one session; what is longer is cut. */
#define TEXT_MAX (1 << 20)

const char report_sessions_style[] =
    "#search{font:inherit;width:min(30rem,100%);padding:.3rem .5rem;background:var(--card);color:inherit;"
    "border:1px solid var(--line);border-radius:.25rem}\n"
    "details.session{border:1px solid var(--line);border-radius:.5rem;margin:.5rem 0;padding:.4rem .8rem;"
    "background:var(--card)}summary{cursor:pointer}details.lines{margin:.5rem 0}\n"
    ".controls{display:flex;flex-wrap:wrap;gap:.6rem;align-items:center;margin:.5rem 0}"
    ".controls input[type=range]{flex:1 1 10rem}.controls button,.controls select{font:inherit}\n"
    ".frame{--screen:#14161b;--ink:#dfe3ea;overflow-x:auto;background:var(--screen);color:var(--ink);"
    "border-radius:.4rem;padding:.6rem}.screen{position:relative;width:max-content;white-space:pre;"
    "font:.85rem/1.25 ui-monospace,monospace;overflow-wrap:normal}.row{height:1.25em}\n"
    ".cursor{position:absolute;width:1ch;height:1.25em;background:var(--ink);opacity:.5}\n"
    ".bold{font-weight:700}.underlined{text-decoration:underline}.struck{text-decoration:line-through}"
    ".italic{font-style:italic}\n"
    "pre.text{max-height:30rem;overflow:auto;white-space:pre-wrap;font:.8rem/1.4 ui-monospace,monospace}"
    "[hidden]{display:none!important}\n";

struct text {
    FILE *out;
    uint64_t opened_us;
    size_t bytes;
    bool cut;
};

static void write_line(void *context, const char *line, size_t size, uint64_t us)
{
    struct text *text = context;

    if (text->bytes + size > TEXT_MAX) {
        text->cut = true;
    }
    if (!text->cut) {
        fprintf(text->out, "%8.2f  ", (double)(us - text->opened_us) / 1e6);
        html_text(text->out, line);
        fputc('\n', text->out);
        text->bytes += size + 12;
    }
}

static void write_text(FILE *out, struct transcript *transcript, uint32_t number)
{
    struct text text = {.out = out, .opened_us = transcript->channels.list[number - 1].opened_us};

    fputs("<details class=\"lines\"><summary>As text</summary><pre class=\"text\">", out);
    lines_read(transcript, number, LINES_OF_OUTPUT, write_line, &text);
    fputs("</pre>", out);
    if (text.cut) {
        fputs("<p class=\"faint\">It is longer; recctrl cat prints all.</p>", out);
    }
    fputs("</details>", out);
}

static void write_player(FILE *out, struct transcript *transcript, uint32_t number)
{
    bool cut = false;
    char *data = NULL;
    size_t size = 0;
    FILE *memory = open_memstream(&data, &size);

    bool well = memory && screen_write(memory, transcript, number, &cut);
    if (memory) {
        fclose(memory);
    }
    if (well) {
        fprintf(out, "<div class=\"player\"><script type=\"application/json\">%s</script></div>", data);
    }
    free(data);
    if (cut) {
        fputs("<p class=\"faint\">It is longer; recctrl play plays all.</p>", out);
    }
}

static void write_word(FILE *out, const char *before, const char *word)
{
    if (word) {
        fputs(before, out);
        html_text(out, word);
    }
}

static void write_summary(FILE *out, const struct recording *recording, const struct transcript *transcript,
                          uint32_t number)
{
    const struct channel *channel = &transcript->channels.list[number - 1];
    const char *command = channel->words[WORD_COMMAND];
    char text[TEXT_SIZE];

    fputs("<summary><b>", out);
    html_text(out, recording->name);
    fprintf(out, "</b> %s", channel_kind_word(channel->kind));
    write_word(out, " ", channel->words[WORD_TERMINAL]);
    write_word(out, ": ", command ? command : channel->words[WORD_PROGRAM]);
    fputs(" <span class=\"faint\">", out);
    if (channel->words[WORD_UID]) {
        write_word(out, "user ", channel->words[WORD_UID]);
        fputs(", ", out);
    }
    fprintf(out, "%s", text_time(text, (int64_t)(transcript->header.began_us + channel->opened_us) / 1000));
    fprintf(out, ", %s", text_duration(text, (int64_t)(channel->last_us - channel->opened_us) / 1000));
    fprintf(out, ", %s</span></summary>\n", text_bytes(text, channel->output + channel->error));
}

static void write_session(FILE *out, const struct recording *recording, struct transcript *transcript,
                          uint32_t number, bool whole)
{
    fputs("<details class=\"session\">", out);
    write_summary(out, recording, transcript, number);
    if (!whole) {
        fputs("<p class=\"faint\">The page is too large for it; recctrl play shows it.</p>"
              "<details class=\"lines\" hidden><pre class=\"text\"></pre></details>",
              out);
    } else {
        if (channel_is_terminal(&transcript->channels.list[number - 1])) {
            write_player(out, transcript, number);
        }
        write_text(out, transcript, number);
    }
    fputs("</details>\n", out);
}

/* Writes all sessions of a recording; *used counts the bytes of all recordings. */
static void write_recording(FILE *out, const struct recording *recording, size_t index,
                            struct transcript *transcript, size_t *used)
{
    fprintf(out, "<div id=\"s%zu\">\n", index);
    for (uint32_t number = 1; number <= transcript->channels.count; number++) {
        char *text = NULL;
        size_t size = 0;
        FILE *memory = open_memstream(&text, &size);
        if (memory) {
            write_session(memory, recording, transcript, number, *used < REPORT_SESSIONS_MAX);
            fclose(memory);
            fwrite(text, 1, size, out);
            *used += size;
        }
        free(text);
    }
    fputs("</div>\n", out);
}

bool report_has_sessions(const struct recording *recording)
{
    struct transcript transcript;
    bool has = transcript_open_kept(recording, &transcript) && transcript.channels.count > 0;

    transcript_close(&transcript);
    return has;
}

void report_sessions_write(FILE *out, const struct listing *listing)
{
    size_t used = 0;
    bool any = false;

    for (size_t i = 0; i < listing->count; i++) {
        struct transcript transcript;
        if (transcript_open_kept(&listing->recordings[i], &transcript) && transcript.channels.count > 0) {
            if (!any) {
                fputs("<h2>What was seen</h2>\n<p hidden><input type=\"search\" id=\"search\" "
                      "placeholder=\"Search what was seen\"> <span id=\"found\" class=\"faint\"></span></p>\n",
                      out);
                any = true;
            }
            write_recording(out, &listing->recordings[i], i, &transcript, &used);
        }
        transcript_close(&transcript);
    }
    if (any) {
        fprintf(out, "<script>%s</script>\n", report_script);
    }
}
