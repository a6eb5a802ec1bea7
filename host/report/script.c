/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "script.h"

#include <nettle/base64.h>
#include <nettle/sha2.h>
#include <string.h>

__asm__(".pushsection .rodata\n"
        ".globl report_script\n"
        ".hidden report_script\n"
        "report_script:\n"
        ".incbin \"host/report/player.js\"\n"
        ".byte 0\n"
        ".popsection\n");

void report_script_hash(char hash[SCRIPT_HASH_SIZE])
{
    uint8_t digest[SHA256_DIGEST_SIZE];
    struct sha256_ctx context;

    sha256_init(&context);
    sha256_update(&context, strlen(report_script), (const uint8_t *)report_script);
    sha256_digest(&context, sizeof digest, digest);
    base64_encode_raw(hash, sizeof digest, digest);
    hash[SCRIPT_HASH_SIZE - 1] = '\0';
}
