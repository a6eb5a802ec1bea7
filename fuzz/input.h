/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Taking a fuzzer's bytes apart: whatever is asked for, there is an answer; past the end all is zero. */
#ifndef RECCTRL_FUZZ_INPUT_H
#define RECCTRL_FUZZ_INPUT_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* What every target defines. Returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A promise that was broken; found by libFuzzer and by replay.c alike. */
#define PROMISE(condition)                                                                 \
    do {                                                                                   \
        if (!(condition)) {                                                                \
            fprintf(stderr, "%s:%d: broken: %s\n", __FILE__, __LINE__, #condition);        \
            abort();                                                                       \
        }                                                                                  \
    } while (0)

struct input {
    const uint8_t *data;
    size_t size;
};

static inline void input_bytes(struct input *input, void *out, size_t size)
{
    size_t given = size < input->size ? size : input->size;

    memset(out, 0, size);
    if (given > 0) {
        memcpy(out, input->data, given);
    }
    input->data += given;
    input->size -= given;
}

static inline uint8_t input_u8(struct input *input)
{
    uint8_t value;

    input_bytes(input, &value, sizeof(value));
    return value;
}

static inline uint32_t input_u32(struct input *input)
{
    uint8_t bytes[4];

    input_bytes(input, bytes, sizeof(bytes));
    return bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

static inline uint64_t input_u64(struct input *input)
{
    uint64_t low = input_u32(input);

    return low | (uint64_t)input_u32(input) << 32;
}

/* The rest as a string of its own, to be freed; ends at a NUL. */
static inline char *input_string(const struct input *input)
{
    char *text = malloc(input->size + 1);

    PROMISE(text != NULL);
    if (input->size > 0) {
        memcpy(text, input->data, input->size);
    }
    text[input->size] = '\0';
    return text;
}

/* The bytes as a file without a name, at its beginning. */
static inline int input_file(const uint8_t *data, size_t size)
{
    int fd = memfd_create("fuzz", MFD_CLOEXEC);

    PROMISE(fd >= 0 && (size == 0 || write(fd, data, size) == (ssize_t)size) && lseek(fd, 0, SEEK_SET) == 0);
    return fd;
}

#endif
