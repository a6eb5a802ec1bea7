/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Packed files: a damaged one is refused, and what is packed comes out as it went in. */
#include "host/packed.h"

#include "input.h"

/* As much as a test will unpack. */
#define CONTENT_MAX (1 << 20)

static char reference_bytes[] = "What a snapshot can be packed against: the same words as in the other, mostly. 0123456789";

static void unpack(const uint8_t *data, size_t size, const struct view *reference)
{
    int fd = input_file(data, size);
    struct packed_header header;
    struct error error = {""};

    if (packed_read_header(fd, &header, &error)) {
        PROMISE(header.frame > 0 && (size_t)header.frame <= size);
        PROMISE(header.against == NULL || strchr(header.against, '/') == NULL);
        if (header.bytes <= CONTENT_MAX) {
            int out = input_file(NULL, 0);
            if (packed_expand(fd, &header, header.against != NULL ? reference : NULL, out, &error)) {
                PROMISE(lseek(out, 0, SEEK_END) == (off_t)header.bytes);
            } else {
                PROMISE(error.text[0] != '\0');
            }
            close(out);
        }
        packed_header_free(&header);
    } else {
        PROMISE(error.text[0] != '\0');
    }
    close(fd);
}

static void pack_and_unpack(const uint8_t *data, size_t size, const struct view *reference)
{
    char bytes[4096];
    struct view content = {(void *)data, size < sizeof(bytes) ? size : sizeof(bytes)};
    struct packed_header header = {.against = reference != NULL ? "other" : NULL}, back;
    struct error error = {""};
    int fd = input_file(NULL, 0);
    int out = input_file(NULL, 0);

    PROMISE(packed_write(fd, &content, reference, 1, &header, &error));
    PROMISE(packed_read_header(fd, &back, &error));
    PROMISE(back.bytes == content.size && (back.against != NULL) == (reference != NULL));
    PROMISE(packed_expand(fd, &back, reference, out, &error));
    PROMISE(pread(out, bytes, sizeof(bytes), 0) == (ssize_t)content.size);
    PROMISE(content.size == 0 || memcmp(bytes, data, content.size) == 0);
    packed_header_free(&back);
    close(fd);
    close(out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct view reference = {reference_bytes, sizeof(reference_bytes)};

    unpack(data, size, &reference);
    if (size > 0 && data[0] == 'p') {
        pack_and_unpack(data + 1, size - 1, NULL);
    } else if (size > 0 && data[0] == 'r') {
        pack_and_unpack(data + 1, size - 1, &reference);
    }
    return 0;
}
