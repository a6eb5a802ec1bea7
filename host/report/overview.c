/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "overview.h"

#include "host/html.h"
#include "host/text.h"
#include "script.h"
#include "sessions.h"

#include <stdlib.h>
#include <string.h>

#define TICKS 5 /* times written below the timeline */

static const char head[] =
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
    "<title>Recordings</title>\n<style>\n"
    ":root{color-scheme:light dark;--back:#fff;--text:#1c2330;--faint:#5b6577;--line:#d8dde6;--card:#f4f6f9;"
    "--whole:#1a7f5a;--repaired:#9a6700;--recording:#0b62c4;--incomplete:#c0262d}\n"
    "@media(prefers-color-scheme:dark){:root{--back:#12161d;--text:#e4e8ef;--faint:#9aa5b8;--line:#313a48;"
    "--card:#1b212b;--whole:#4cc38a;--repaired:#e2a33d;--recording:#62a8f5;--incomplete:#ff7a7a}}\n"
    "*{box-sizing:border-box}body{margin:0 auto;max-width:80rem;padding:1rem;background:var(--back);"
    "color:var(--text);font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}a{color:var(--recording)}\n"
    "h1{font-size:1.4rem;margin:.5rem 0 0}h2{font-size:1.1rem;margin:2rem 0 .5rem}p{margin:.25rem 0}"
    ".faint{color:var(--faint)}\n"
    ".cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(8rem,1fr));gap:.75rem;margin:1rem 0}"
    ".cards div{background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:.6rem .8rem}"
    ".cards b{display:block;font-size:1.4rem}\n"
    ".lane{position:relative;height:2rem;background:var(--card);border:1px solid var(--line);"
    "border-radius:.25rem;overflow:hidden}.lane a{position:absolute;top:.25rem;bottom:.25rem;min-width:4px;"
    "border-radius:2px;background:var(--whole);box-shadow:inset 1px 0 #fff6}\n"
    ".part{margin-top:.5rem}.part p{font-size:.875rem;margin:0}.part .lane{height:.9rem}"
    ".part .lane a{top:.15rem;bottom:.15rem}\n"
    ".ticks{display:flex;justify-content:space-between;gap:.5rem;font-size:.75rem;color:var(--faint)}"
    ".ticks time:last-child{text-align:right}time span{white-space:nowrap}\n"
    ".lane .repaired{background:var(--repaired)}.lane .recording{background:var(--recording)}"
    ".lane .incomplete{background:var(--incomplete)}\n"
    ".state{font-weight:600}.state.whole{color:var(--whole)}.state.repaired{color:var(--repaired)}"
    ".state.recording{color:var(--recording)}.state.incomplete{color:var(--incomplete)}\n"
    "table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.35rem .5rem;"
    "border-bottom:1px solid var(--line);overflow-wrap:normal}th{color:var(--faint);font-weight:500}"
    ".long{overflow-wrap:anywhere;min-width:7rem}.number{text-align:right;white-space:nowrap}"
    "tr:target{background:var(--card)}\n"
    "@media(max-width:60rem){thead{display:none}tr{display:block;padding:.5rem 0;"
    "border-bottom:1px solid var(--line)}td,td.number{display:flex;gap:.75rem;border:0;padding:.1rem .25rem;"
    "text-align:left;white-space:normal}td:empty{display:none}td::before{content:attr(data-label);"
    "flex:0 0 6.5rem;color:var(--faint)}.ticks time:nth-child(even){display:none}}\n";

/* The page may load nothing, and run nothing but the script that it has itself. */
static void write_head(FILE *out)
{
    char hash[SCRIPT_HASH_SIZE];

    report_script_hash(hash);
    fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n", out);
    fprintf(out,
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; base-uri 'none'; "
            "form-action 'none'; style-src 'unsafe-inline'; script-src 'sha256-%s'\">\n",
            hash);
    fprintf(out, "%s%s</style>\n</head>\n<body>\n", head, report_sessions_style);
}

/* When a recording ended; one that goes on, or whose end nobody wrote down, is as long as can be told. */
static int64_t end_of(const struct recording *recording, int64_t now)
{
    const struct manifest *manifest = &recording->manifest;
    if (manifest->state == MANIFEST_RECORDING) {
        return now;
    }
    return manifest->ended_ms > manifest->started_ms ? manifest->ended_ms : manifest->started_ms;
}

static void write_cards(FILE *out, const struct listing *listing)
{
    size_t states[4] = {0};
    uint64_t bytes = 0;
    char text[TEXT_SIZE];

    for (size_t i = 0; i < listing->count; i++) {
        states[listing->recordings[i].manifest.state]++;
        bytes += listing->recordings[i].bytes;
    }
    fprintf(out,
            "<div class=\"cards\"><div><b>%zu</b>recordings</div><div><b>%zu</b>whole</div>"
            "<div><b>%zu</b>repaired</div><div><b>%zu</b>incomplete</div><div><b>%zu</b>under way</div>"
            "<div><b>%s</b>on disk</div></div>\n",
            listing->count, states[MANIFEST_WHOLE], states[MANIFEST_REPAIRED], states[MANIFEST_INCOMPLETE],
            states[MANIFEST_RECORDING], text_bytes(text, bytes));
}

static void write_broken(FILE *out, const struct listing *listing)
{
    bool any = false;
    fputs("<h2>What is broken</h2>\n", out);
    for (size_t i = 0; i < listing->count; i++) {
        const struct recording *recording = &listing->recordings[i];
        if (recording->manifest.state == MANIFEST_INCOMPLETE) {
            fprintf(out, "%s<li><a href=\"#r%zu\">", any ? "" : "<ul id=\"broken\">\n", i);
            html_text(out, recording->name);
            fputs("</a>: ", out);
            html_text(out, recording->manifest.reason ? recording->manifest.reason : "it is not whole");
            fputs("</li>\n", out);
            any = true;
        }
    }
    fputs(any ? "</ul>\n" : "<p id=\"broken\">Nothing.</p>\n", out);
}

/* The time from the first start to the last end. */
struct scale {
    int64_t first, last, now;
};

static struct scale scale_of(const struct listing *listing, int64_t now)
{
    int64_t first = listing->recordings[0].manifest.started_ms;
    struct scale scale = {first, first + 1000, now};

    for (size_t i = 0; i < listing->count; i++) {
        int64_t end = end_of(&listing->recordings[i], now);
        scale.last = end > scale.last ? end : scale.last;
    }
    return scale;
}

static void write_bar(FILE *out, const struct listing *listing, size_t index, const struct scale *scale)
{
    const struct recording *recording = &listing->recordings[index];
    int64_t start = recording->manifest.started_ms;
    double span = (double)(scale->last - scale->first);
    char text[TEXT_SIZE];

    fprintf(out, "<a class=\"%s\" href=\"#r%zu\" style=\"left:%.3f%%;width:%.3f%%\" title=\"",
            manifest_state_word(recording->manifest.state), index, 100 * (double)(start - scale->first) / span,
            100 * (double)(end_of(recording, scale->now) - start) / span);
    html_text(out, recording->name);
    fprintf(out, ", %s\"></a>\n", text_time(text, start));
}

/* Breaks a line between date and time only. */
static void write_time(FILE *out, int64_t unix_ms)
{
    char text[TEXT_SIZE];
    char *space = strchr(text_time(text, unix_ms), ' ');

    if (space) {
        *space = '\0';
        fprintf(out, "<time><span>%s</span> <span>%s</span></time>", text, space + 1);
    } else {
        fputs(text, out);
    }
}

static void write_timeline(FILE *out, const struct listing *listing, const struct scale *scale)
{
    fputs("<h2>When</h2>\n<div class=\"lane\">\n", out);
    for (size_t i = 0; i < listing->count; i++) {
        write_bar(out, listing, i, scale);
    }
    fputs("</div>\n<div class=\"ticks\">", out);
    for (int i = 0; i < TICKS; i++) {
        write_time(out, scale->first + (scale->last - scale->first) * i / (TICKS - 1));
    }
    fputs("</div>\n", out);
}

/* That a session took part in a recording. */
struct part {
    const char *session;
    size_t first, recording; /* indices: of the session's first recording; of this one */
};

static int by_session(const void *a, const void *b)
{
    const struct part *x = a, *y = b;
    int order = strcmp(x->session, y->session);

    return order != 0 ? order : (x->recording > y->recording) - (x->recording < y->recording);
}

static int by_first(const void *a, const void *b)
{
    const struct part *x = a, *y = b;

    return x->first != y->first ? (x->first > y->first) - (x->first < y->first) : by_session(a, b);
}

/* The parts of all sessions, those of each together, in the order of their first recordings. */
static struct part *parts_of(const struct listing *listing, size_t *count)
{
    size_t total = 0;
    for (size_t i = 0; i < listing->count; i++) {
        total += listing->recordings[i].manifest.session_count;
    }
    struct part *parts = total > 0 ? calloc(total, sizeof *parts) : NULL;
    *count = 0;
    for (size_t i = 0; parts && i < listing->count; i++) {
        const struct manifest *manifest = &listing->recordings[i].manifest;
        for (size_t j = 0; j < manifest->session_count; j++) {
            parts[(*count)++] = (struct part){manifest->sessions[j], i, i};
        }
    }
    if (parts) {
        qsort(parts, *count, sizeof *parts, by_session);
        for (size_t i = 1; i < *count; i++) {
            if (strcmp(parts[i].session, parts[i - 1].session) == 0) {
                parts[i].first = parts[i - 1].first;
            }
        }
        qsort(parts, *count, sizeof *parts, by_first);
    }
    return parts;
}

/* One lane for each session, with the recordings that it was in. */
static void write_sessions(FILE *out, const struct listing *listing, const struct scale *scale)
{
    size_t count;
    struct part *parts = parts_of(listing, &count);

    for (size_t i = 0; i < count; i++) {
        if (i == 0 || strcmp(parts[i].session, parts[i - 1].session) != 0) {
            fputs(i > 0 ? "</div></div>\n" : "<h2>Sessions</h2>\n", out);
            fputs("<div class=\"part\"><p>", out);
            html_text(out, parts[i].session);
            fputs("</p><div class=\"lane\">\n", out);
        }
        write_bar(out, listing, parts[i].recording, scale);
    }
    fputs(count > 0 ? "</div></div>\n" : "", out);
    free(parts);
}

static void write_who(FILE *out, const struct manifest *manifest)
{
    fputs("</td><td data-label=\"Who\" class=\"long\">", out);
    for (size_t i = 0; i < manifest->session_count; i++) {
        fputs(i > 0 ? ", " : "", out);
        html_text(out, manifest->sessions[i]);
    }
    fputs("</td><td data-label=\"Note\" class=\"long\">", out);
    html_text(out, manifest->note ? manifest->note : "");
    fputs("</td></tr>\n", out);
}

static void write_row(FILE *out, const struct recording *recording, size_t index)
{
    const struct manifest *manifest = &recording->manifest;
    const char *state = manifest_state_word(manifest->state), *end = manifest_end_word(manifest->end_reason);
    char text[TEXT_SIZE];

    fprintf(out, "<tr id=\"r%zu\"><td data-label=\"Name\" class=\"long\">", index);
    html_text(out, recording->name);
    if (report_has_sessions(recording)) {
        fprintf(out, " <a href=\"#s%zu\">watch</a>", index);
    }
    fprintf(out, "</td><td data-label=\"State\"><span class=\"state %s\">%s</span></td>", state, state);
    fputs("<td data-label=\"Began\">", out);
    write_time(out, manifest->started_ms);
    fprintf(out, "</td><td data-label=\"Length\" class=\"number\">%s</td>",
            manifest->ended_ms ? text_duration(text, manifest->ended_ms - manifest->started_ms) : "");
    fprintf(out, "<td data-label=\"Instructions\" class=\"number\">%s</td>",
            manifest->instructions_known ? text_count(text, manifest->instructions) : "");
    fprintf(out, "<td data-label=\"Size\" class=\"number\">%s</td>", text_bytes(text, recording->bytes));
    fprintf(out, "<td data-label=\"Ended by\">%s", end ? end : "");
    write_who(out, manifest);
}

void report_overview_write(FILE *out, const char *directory, const struct listing *listing, int64_t now)
{
    char text[TEXT_SIZE];

    write_head(out);
    fputs("<h1>Recordings in ", out);
    html_text(out, directory);
    fprintf(out, "</h1>\n<p class=\"faint\">As of %s</p>\n", text_time(text, now));
    write_cards(out, listing);
    if (listing->count > 0) {
        write_broken(out, listing);
        struct scale scale = scale_of(listing, now);
        write_timeline(out, listing, &scale);
        write_sessions(out, listing, &scale);
        fputs("<h2>All</h2>\n<table>\n<thead><tr><th>Name</th><th>State</th><th>Began</th>"
              "<th class=\"number\">Length</th><th class=\"number\">Instructions</th><th "
              "class=\"number\">Size</th>"
              "<th>Ended by</th><th>Who</th><th>Note</th></tr></thead>\n<tbody>\n",
              out);
        for (size_t i = 0; i < listing->count; i++) {
            write_row(out, &listing->recordings[i], i);
        }
        fputs("</tbody>\n</table>\n", out);
        report_sessions_write(out, listing);
    }
    fputs("</body>\n</html>\n", out);
}
