/* SPDX-License-Identifier: GPL-2.0-or-later */
#define ZSTD_STATIC_LINKING_ONLY /* for ZSTD_d_stableOutBuffer */
#include "proof.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zstd.h>

#define MAX_WINDOW_LOG 31

/*
 * zstd writes to a private mapping of the content, which costs memory only where it writes, and looks back at any of
 * it. What was compared is given back: the content's own pages, which are the same, are there again.
 */
struct proof {
    ZSTD_inBuffer in;
    ZSTD_outBuffer out;
    const struct view *content;
    size_t compared;
};

static bool compare(struct proof *proof, struct error *error)
{
    char *out = proof->out.dst;
    size_t page = (size_t)sysconf(_SC_PAGESIZE), end = proof->out.pos;
    size_t first_page = proof->compared / page * page, end_page = end / page * page;

    if (memcmp(out + proof->compared, (const char *)proof->content->data + proof->compared, end - proof->compared) != 0) {
        return error_fail(error, "it was not written as it should be");
    }
    if (end_page > first_page && madvise(out + first_page, end_page - first_page, MADV_DONTNEED) != 0) {
        return error_fail(error, "can't compare it: %s", strerror(errno));
    }
    proof->compared = end;
    return true;
}

/* Block by block: zstd asks for as much as the next one takes, so that little comes out at once. */
static bool unpack(ZSTD_DCtx *context, struct proof *proof, size_t packed_size, struct error *error)
{
    size_t wanted = ZSTD_FRAMEHEADERSIZE_MIN(ZSTD_f_zstd1);

    while (wanted > 0) {
        size_t left = packed_size - proof->in.pos;
        proof->in.size = proof->in.pos + (wanted < left ? wanted : left);
        if (left == 0) {
            return error_fail(error, "it was not written as it should be: its end is missing");
        }
        wanted = ZSTD_decompressStream(context, &proof->out, &proof->in);
        if (ZSTD_isError(wanted)) {
            return error_fail(error, "it was not written as it should be: zstd: %s", ZSTD_getErrorName(wanted));
        }
        if (!compare(proof, error)) {
            return false;
        }
    }
    return proof->compared == proof->content->size ||
           error_fail(error, "it was not written as it should be: %zu bytes came out instead of %zu", proof->compared,
                      proof->content->size);
}

static bool prove(struct proof *proof, const struct view *reference, size_t packed_size, struct error *error)
{
    ZSTD_DCtx *context = ZSTD_createDCtx();
    bool ready = context != NULL &&
                 !ZSTD_isError(ZSTD_DCtx_setParameter(context, ZSTD_d_stableOutBuffer, 1)) &&
                 !ZSTD_isError(ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, MAX_WINDOW_LOG)) &&
                 (reference == NULL || !ZSTD_isError(ZSTD_DCtx_refPrefix(context, reference->data, reference->size)));
    bool well = ready ? unpack(context, proof, packed_size, error) : error_fail(error, "memory is short");

    ZSTD_freeDCtx(context);
    return well;
}

bool packed_prove(int fd, const struct packed_header *header, const struct view *reference, int content_fd,
                  const struct view *content, struct error *error)
{
    struct view packed;
    void *out = content->data;

    if (!view_open(fd, &packed)) {
        return error_fail(error, "can't read what was written: %s", strerror(errno));
    }
    if (content->size > 0) {
        out = mmap(NULL, content->size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_NORESERVE, content_fd, 0);
    }
    struct proof proof = {
        .in = {.src = (const char *)packed.data + header->frame},
        .out = {.dst = out, .size = content->size},
        .content = content,
    };
    bool well = out == MAP_FAILED ? error_fail(error, "can't compare it: %s", strerror(errno))
                                  : prove(&proof, reference, packed.size - (size_t)header->frame, error);
    if (content->size > 0 && out != MAP_FAILED) {
        munmap(out, content->size);
    }
    view_close(&packed);
    return well;
}
