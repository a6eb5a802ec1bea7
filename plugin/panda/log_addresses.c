/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "log_addresses.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

/* panda/include/panda/rr/rr_log_all.h and rr_log.h; the same in 2021 and 2024. */
#define FILE_HEADER 8
#define ENTRY_HEADER 10u /* instruction count, kind, call site */
#define ENTRY_KIND 8
enum { SKIPPED_CALL = 6, KINDS = 10 };
enum { MEMORY_WRITE = 0, MEMORY_UNMAP = 2, CALLS = 11 };
#define CALL_LARGEST 40u

/* Of the two calls that write to memory: the address, and behind it where the engine has the bytes. */
#define CALL_HOST 8
#define WORD 4

static const uint8_t payloads[KINDS] = {1, 2, 4, 8, 4, 2, 1, 0, 4, 4};

/* What follows a call's kind: a structure, then as many bytes as the number in it says (of no bytes: none follow). */
static const struct call {
    uint8_t size, length_at, length_size;
} calls[CALLS] = {
    {24, 16, 4}, {40, 24, 4}, {24, 16, 8}, {32, 0, 0}, {32, 0, 0}, {16, 8, 4},
    {16, 0, 0},  {16, 0, 0},  {16, 0, 0},  {16, 0, 0}, {24, 20, 4},
};

struct filter {
    FILE *log;
    struct log_addresses addresses;
    uint8_t head[ENTRY_HEADER + 1 + CALL_LARGEST];
    size_t got;       /* of an entry's head */
    uint64_t passing; /* bytes that follow it, and are as they should be */
    bool off;         /* behind a seek, and behind what is no entry */
};

/* Bytes of the head of an entry of which `got` are there; more than that: it has to be looked at again then. */
static size_t head_size(const struct filter *filter)
{
    uint8_t kind = filter->head[ENTRY_KIND];

    if (filter->got < ENTRY_HEADER || kind >= KINDS) {
        return ENTRY_HEADER;
    }
    if (kind != SKIPPED_CALL || filter->got == ENTRY_HEADER) {
        return ENTRY_HEADER + payloads[kind];
    }
    uint8_t call = filter->head[ENTRY_HEADER];
    return call < CALLS ? ENTRY_HEADER + 1 + calls[call].size : filter->got;
}

static bool is_known(const uint8_t *head)
{
    return head[ENTRY_KIND] < KINDS && (head[ENTRY_KIND] != SKIPPED_CALL || head[ENTRY_HEADER] < CALLS);
}

static void correct_address(const struct filter *filter, uint8_t *call)
{
    uint8_t kind = filter->head[ENTRY_HEADER];
    uint64_t address;
    const void *host;

    memcpy(&address, call, sizeof(address));
    memcpy(&host, call + CALL_HOST, sizeof(host));
    if (kind == MEMORY_UNMAP) {
        address = filter->addresses.mapped(host, address);
        memcpy(call, &address, sizeof(address));
    } else if (kind == MEMORY_WRITE && filter->passing == WORD) {
        filter->addresses.word(host, address);
    }
}

static void correct(struct filter *filter)
{
    const struct call *shape = &calls[filter->head[ENTRY_HEADER]];
    uint8_t *call = filter->head + ENTRY_HEADER + 1;

    if (filter->head[ENTRY_KIND] == SKIPPED_CALL) {
        memcpy(&filter->passing, call + shape->length_at, shape->length_size);
        correct_address(filter, call);
    }
}

/* Takes what there is of an entry's head; gives how many bytes that were. */
static size_t take(struct filter *filter, const char *data, size_t size)
{
    size_t taken = MIN(size, head_size(filter) - filter->got);

    memcpy(filter->head + filter->got, data, taken);
    filter->got += taken;
    if (filter->got == head_size(filter)) {
        if (is_known(filter->head)) {
            correct(filter);
        } else {
            filter->off = true;
        }
        fwrite(filter->head, 1, filter->got, filter->log);
        filter->got = 0;
    }
    return taken;
}

static ssize_t filter_write(void *cookie, const char *data, size_t size)
{
    struct filter *filter = cookie;
    size_t done = 0;

    while (done < size) {
        size_t passed = filter->off ? size - done : MIN(size - done, filter->passing);
        if (passed > 0) {
            fwrite(data + done, 1, passed, filter->log);
            filter->passing -= filter->off ? 0 : passed;
            done += passed;
        } else {
            done += take(filter, data + done, size - done);
        }
    }
    return (ssize_t)size;
}

static int filter_seek(void *cookie, off64_t *offset, int whence)
{
    struct filter *filter = cookie;

    fwrite(filter->head, 1, filter->got, filter->log);
    filter->got = 0;
    filter->off = true;
    if (fseeko64(filter->log, *offset, whence) != 0) {
        return -1;
    }
    *offset = ftello64(filter->log);
    return 0;
}

static int filter_close(void *cookie)
{
    struct filter *filter = cookie;
    int failure = fclose(filter->log);

    g_free(filter);
    return failure;
}

FILE *log_addresses_open(FILE *log, const struct log_addresses *addresses)
{
    struct filter *filter = g_new0(struct filter, 1);
    FILE *stream;

    *filter = (struct filter){.log = log, .addresses = *addresses, .passing = FILE_HEADER};
    stream = fopencookie(filter, "w",
                         (cookie_io_functions_t){.write = filter_write, .seek = filter_seek, .close = filter_close});
    if (stream == NULL) {
        g_free(filter);
        return NULL;
    }
    setvbuf(stream, NULL, _IONBF, 0); /* what is mapped is to be looked for while it is */
    return stream;
}
