/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "packed.h"

#include "manifest/bytes.h"

#include <endian.h>
#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zstd.h>

#define SKIPPABLE_MAGIC 0x184d2a52u /* one of sixteen that zstd skips: ours ends in 2 */
#define MAX_HEADER 4096
#define MAX_WINDOW_LOG 31

void packed_header_free(struct packed_header *header)
{
    free(header->against);
    header->against = NULL;
}

static bool header_from_json(const json_t *object, struct packed_header *header)
{
    json_int_t bytes, instructions = -1;
    const char *sha256, *against = NULL;

    if (json_unpack((json_t *)object, "{s:I, s:s, s?s, s?I}", "bytes", &bytes, "sha256", &sha256, "against",
                    &against, "instructions", &instructions) != 0 ||
        bytes < 0 || strlen(sha256) != DIGEST_HEX_SIZE - 1) {
        return false;
    }
    header->bytes = (uint64_t)bytes;
    memcpy(header->sha256, sha256, DIGEST_HEX_SIZE);
    header->instructions_known = instructions >= 0;
    header->instructions = header->instructions_known ? (uint64_t)instructions : 0;
    header->against = against ? text_to_bytes(against) : NULL;
    return !against || (header->against && *header->against && !strchr(header->against, '/'));
}

bool packed_read_header(int fd, struct packed_header *header, struct error *error)
{
    uint32_t start[2];
    char text[MAX_HEADER];

    memset(header, 0, sizeof *header);
    if (pread(fd, start, sizeof start, 0) != (ssize_t)sizeof start || le32toh(start[0]) != SKIPPABLE_MAGIC ||
        le32toh(start[1]) > sizeof text) {
        return error_fail(error, "it is no packed file of recctrl");
    }
    size_t length = le32toh(start[1]);
    header->frame = (off_t)(sizeof start + length);
    json_t *object =
        pread(fd, text, length, sizeof start) == (ssize_t)length ? json_loadb(text, length, 0, NULL) : NULL;
    bool well = object && header_from_json(object, header);
    json_decref(object);
    if (!well) {
        packed_header_free(header);
        return error_fail(error, "its header is damaged");
    }
    return true;
}

static json_t *header_to_json(const struct packed_header *header)
{
    json_t *object = json_pack("{s:I, s:s}", "bytes", (json_int_t)header->bytes, "sha256", header->sha256);
    if (object && header->against) {
        char *against = bytes_to_text(header->against);
        json_object_set_new(object, "against", against ? json_string(against) : NULL);
        free(against);
    }
    if (object && header->instructions_known) {
        json_object_set_new(object, "instructions", json_integer((json_int_t)header->instructions));
    }
    return object;
}

static bool write_all(int fd, const void *data, size_t size)
{
    for (const char *p = data; size > 0;) {
        ssize_t written = write(fd, p, size);
        if (written < 0 && errno != EINTR) {
            return false;
        }
        p += written > 0 ? written : 0;
        size -= written > 0 ? (size_t)written : 0;
    }
    return true;
}

static bool write_header(int fd, const struct packed_header *header, struct error *error)
{
    json_t *object = header_to_json(header);
    char *text = object ? json_dumps(object, JSON_COMPACT) : NULL;
    uint32_t start[2] = {htole32(SKIPPABLE_MAGIC), htole32(text ? (uint32_t)strlen(text) : 0)};
    bool written = text && write_all(fd, start, sizeof start) && write_all(fd, text, strlen(text));

    if (!written) {
        error_set(error, "can't write: %s", text ? strerror(errno) : "memory is short");
    }
    json_decref(object);
    free(text);
    return written;
}

static void sha256_of(const struct view *view, char hex[DIGEST_HEX_SIZE])
{
    struct sha256_ctx context;
    sha256_init(&context);
    sha256_update(&context, view->size, view->data);
    digest_hex(&context, hex);
}

/* As large as content and reference together, so that a match can be anywhere in either. */
static int window_log(size_t bytes)
{
    int log = 10;
    while (log < MAX_WINDOW_LOG && ((size_t)1 << log) < bytes) {
        log++;
    }
    return log;
}

static size_t compress(ZSTD_CCtx *context, const struct view *content, const struct view *reference,
                       int level, void *out, size_t room)
{
    ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, level);
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
    if (reference) {
        ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, window_log(content->size + reference->size));
        ZSTD_CCtx_setParameter(context, ZSTD_c_enableLongDistanceMatching, 1);
        size_t result = ZSTD_CCtx_refPrefix(context, reference->data, reference->size);
        if (ZSTD_isError(result)) {
            return result;
        }
    }
    return ZSTD_compress2(context, out, room, content->data, content->size);
}

bool packed_write(int fd, const struct view *content, const struct view *reference, int level,
                  struct packed_header *header, struct error *error)
{
    size_t room = ZSTD_compressBound(content->size);
    /* Only the pages that are filled will ever exist. */
    void *out = mmap(NULL, room, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    ZSTD_CCtx *context = ZSTD_createCCtx();

    if (out == MAP_FAILED || !context) {
        ZSTD_freeCCtx(context);
        return error_fail(error, "memory is short");
    }
    header->bytes = content->size;
    sha256_of(content, header->sha256);
    size_t size = compress(context, content, reference, level, out, room);
    bool written = false;
    if (ZSTD_isError(size)) {
        error_set(error, "zstd: %s", ZSTD_getErrorName(size));
    } else if (write_header(fd, header, error)) {
        written = write_all(fd, out, size) || error_fail(error, "can't write: %s", strerror(errno));
    }
    ZSTD_freeCCtx(context);
    munmap(out, room);
    return written;
}

static bool decompress(const struct view *packed, const struct packed_header *header,
                       const struct view *reference, const struct view *content, struct error *error)
{
    const char *frame = (const char *)packed->data + header->frame;
    size_t size = packed->size - (size_t)header->frame, result;
    ZSTD_DCtx *context = ZSTD_createDCtx();

    if (!context) {
        return error_fail(error, "memory is short");
    }
    result = reference ? ZSTD_DCtx_refPrefix(context, reference->data, reference->size) : 0;
    if (!ZSTD_isError(result)) {
        result = ZSTD_decompressDCtx(context, content->data, content->size, frame, size);
    }
    ZSTD_freeDCtx(context);
    if (ZSTD_isError(result)) {
        return error_fail(error, "it is damaged, or what it was packed against has changed: zstd: %s",
                          ZSTD_getErrorName(result));
    }
    return result == content->size ||
           error_fail(error, "it is damaged: %zu bytes came out instead of %zu", result, content->size);
}

bool packed_expand(int fd, const struct packed_header *header, const struct view *reference, int out,
                   struct error *error)
{
    struct view packed, content;
    char sha256[DIGEST_HEX_SIZE];

    if (!view_open(fd, &packed)) {
        return error_fail(error, "can't read: %s", strerror(errno));
    }
    if (ZSTD_getFrameContentSize((const char *)packed.data + header->frame,
                                 packed.size - (size_t)header->frame) != header->bytes) {
        view_close(&packed);
        return error_fail(error, "it is damaged: header and content disagree about its size");
    }
    if (!view_create(out, header->bytes, &content)) {
        error_set(error, "can't make room for %zu bytes: %s", (size_t)header->bytes, strerror(errno));
        view_close(&packed);
        return false;
    }
    bool well = decompress(&packed, header, reference, &content, error);
    if (well) {
        sha256_of(&content, sha256);
        well = strcmp(sha256, header->sha256) == 0 ||
               error_fail(error, "it is damaged: what came out has another SHA-256 than what went in");
    }
    view_close(&content);
    view_close(&packed);
    return well;
}
