/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text.h"

#include "manifest/bytes.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

const char *text_bytes(char out[TEXT_SIZE], uint64_t bytes)
{
    static const char *const units[] = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
    double value = (double)bytes;
    size_t unit = 0;

    while (value >= 999.95 && unit + 1 < sizeof units / sizeof *units) {
        value /= 1000;
        unit++;
    }
    snprintf(out, TEXT_SIZE, unit ? "%.1f %s" : "%.0f %s", value, units[unit]);
    return out;
}

const char *text_count(char out[TEXT_SIZE], uint64_t count)
{
    char digits[24];
    int length = snprintf(digits, sizeof digits, "%" PRIu64, count), used = 0;

    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0) {
            out[used++] = ' ';
        }
        out[used++] = digits[i];
    }
    out[used] = '\0';
    return out;
}

const char *text_duration(char out[TEXT_SIZE], int64_t ms)
{
    long long s = ms / 1000;
    if (ms < 0) {
        snprintf(out, TEXT_SIZE, "?");
    } else if (s < 60) {
        snprintf(out, TEXT_SIZE, "%lld.%02d s", s, (int)(ms % 1000 / 10));
    } else if (s < 3600) {
        snprintf(out, TEXT_SIZE, "%lld min %02lld s", s / 60, s % 60);
    } else {
        snprintf(out, TEXT_SIZE, "%lld h %02lld min", s / 3600, s / 60 % 60);
    }
    return out;
}

const char *text_time(char out[TEXT_SIZE], int64_t unix_ms)
{
    time_t seconds = (time_t)(unix_ms / 1000);
    struct tm local;

    if (unix_ms <= 0 || !localtime_r(&seconds, &local) ||
        strftime(out, TEXT_SIZE, "%Y-%m-%d %H:%M:%S", &local) == 0) {
        strcpy(out, "?");
    }
    return out;
}

/* U+10FF80…U+10FFFF stand for bytes that are no UTF-8 (manifest/bytes.h): f4 8f be/bf xx. */
static int escaped_byte(const unsigned char *p)
{
    return p[0] == 0xf4 && p[1] == 0x8f && p[2] >= 0xbe ? (p[2] & 3) << 6 | (p[3] & 0x3f) : -1;
}

size_t print_safely(FILE *out, const char *bytes)
{
    char *text = bytes_to_text(bytes);
    size_t columns = 0;

    for (const unsigned char *p = (const unsigned char *)(text ? text : "?"); *p; p++) {
        int byte = escaped_byte(p);
        bool c1_control = p[0] == 0xc2 && p[1] < 0xa0;
        if (byte >= 0 || *p < ' ' || *p == 0x7f) {
            columns += (size_t)fprintf(out, "\\x%02x", byte >= 0 ? (unsigned)byte : *p);
            p += byte >= 0 ? 3 : 0;
        } else if (c1_control) {
            columns += (size_t)fprintf(out, "\\x%02x", p[1]);
            p++;
        } else {
            fputc(*p, out);
            columns += (*p & 0xc0) != 0x80;
        }
    }
    free(text);
    return columns;
}

size_t text_columns(const char *bytes)
{
    char *buffer = NULL;
    size_t size = 0, columns = 0;
    FILE *out = open_memstream(&buffer, &size);
    if (out) {
        columns = print_safely(out, bytes);
        fclose(out);
    }
    free(buffer);
    return columns;
}

void print_padded(FILE *out, const char *bytes, size_t columns)
{
    for (size_t used = print_safely(out, bytes); used < columns; used++) {
        fputc(' ', out);
    }
}

void complain(const char *command, const struct error *error)
{
    fprintf(stderr, "%s: ", command);
    print_safely(stderr, error->text);
    fputc('\n', stderr);
}
