/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rr2.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <nettle/sha1.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CHUNK (1 << 16)
#define MAX_TEXT (1 << 16) /* of capture.cmd and sha1 */
#define PROGRAM "panda-system-"

static struct archive *open_archive(int fd, struct error *error)
{
    struct archive *archive = archive_read_new();
    if (!archive || lseek(fd, 0, SEEK_SET) != 0 || archive_read_support_filter_gzip(archive) != ARCHIVE_OK ||
        archive_read_support_format_tar(archive) != ARCHIVE_OK ||
        archive_read_open_fd(archive, fd, CHUNK) != ARCHIVE_OK) {
        error_set(error, "it is no archive of PANDA: %s",
                  archive ? archive_error_string(archive) : "memory is short");
        archive_read_free(archive);
        return NULL;
    }
    return archive;
}

/* The current entry as a string, allocated. */
static char *read_text(struct archive *archive)
{
    char *text = malloc(MAX_TEXT + 1);
    size_t size = 0;
    ssize_t got = 0;
    while (text && size < MAX_TEXT && (got = archive_read_data(archive, text + size, MAX_TEXT - size)) > 0) {
        size += (size_t)got;
    }
    if (!text || got < 0 || size == MAX_TEXT) {
        free(text);
        return NULL;
    }
    text[size] = '\0';
    return text;
}

/* Splits at blanks, and leaves out what follows -append up to the next option. */
static void split(char *command, char **target, struct arguments *machine)
{
    bool skipping = false;
    char *rest, *word = strtok_r(command, " \n", &rest);
    const char *program = word ? strstr(word, PROGRAM) : NULL;

    if (program && !strchr(program, '/')) {
        *target = strdup(program + strlen(PROGRAM));
    }
    while (word && (word = strtok_r(NULL, " \n", &rest))) {
        skipping =
            strcmp(word, "-append") == 0 || strcmp(word, "--append") == 0 || (skipping && *word != '-');
        if (!skipping) {
            arguments_add(machine, word);
        }
    }
}

bool rr2_read_machine(int fd, char **target, struct arguments *machine, struct error *error)
{
    struct archive *archive = open_archive(fd, error);
    struct archive_entry *entry;
    bool found = false;

    *target = NULL;
    if (!archive) {
        return false;
    }
    while (!found && archive_read_next_header(archive, &entry) == ARCHIVE_OK &&
           strcmp(archive_entry_pathname(entry), "snapshot") != 0) {
        if (strcmp(archive_entry_pathname(entry), "capture.cmd") == 0) {
            char *text = read_text(archive);
            if (text) {
                split(text, target, machine);
                found = *target != NULL;
            }
            free(text);
        }
    }
    archive_read_free(archive);
    return found || error_fail(error, "its capture.cmd is missing, or names no %s…", PROGRAM);
}

/* One file of the archive, and what is known of it. */
struct part {
    const char *name;
    int out;
    bool found;
    char sha1[2 * SHA1_DIGEST_SIZE + 1];
};

static bool extract_part(struct archive *archive, struct part *part, struct error *error)
{
    static char buffer[CHUNK];
    uint8_t digest[SHA1_DIGEST_SIZE];
    struct sha1_ctx context;
    ssize_t got;

    sha1_init(&context);
    while ((got = archive_read_data(archive, buffer, sizeof buffer)) > 0) {
        sha1_update(&context, (size_t)got, (const uint8_t *)buffer);
        if (write(part->out, buffer, (size_t)got) != got) {
            return error_fail(error, "can't write its %s: %s", part->name, strerror(errno));
        }
    }
    if (got < 0) {
        return error_fail(error, "its %s is damaged: %s", part->name, archive_error_string(archive));
    }
    sha1_digest(&context, sizeof digest, digest);
    for (size_t i = 0; i < sizeof digest; i++) {
        snprintf(part->sha1 + 2 * i, 3, "%02x", digest[i]);
    }
    part->found = true;
    return true;
}

static bool compare(const struct part *part, const char *sums, struct error *error)
{
    char line[64];

    if (!part->found) {
        return error_fail(error, "it has no %s", part->name);
    }
    snprintf(line, sizeof line, "%s: %s\n", part->name, part->sha1);
    if (!sums || !strstr(sums, line)) {
        return error_fail(error, "its %s does not have the SHA-1 that it says", part->name);
    }
    return true;
}

bool rr2_extract(int fd, int snapshot, int log, struct error *error)
{
    struct part parts[] = {{.name = "snapshot", .out = snapshot}, {.name = "nondetlog", .out = log}};
    struct archive *archive = open_archive(fd, error);
    struct archive_entry *entry;
    char *sums = NULL;
    bool well = archive != NULL;
    int result = ARCHIVE_OK;

    while (well && (result = archive_read_next_header(archive, &entry)) == ARCHIVE_OK) {
        const char *name = archive_entry_pathname(entry);
        for (int i = 0; well && i < 2; i++) {
            if (strcmp(name, parts[i].name) == 0) {
                well = parts[i].found ? error_fail(error, "it has two files %s", name)
                                      : extract_part(archive, &parts[i], error);
            }
        }
        if (strcmp(name, "sha1") == 0 && !sums) {
            sums = read_text(archive);
        }
    }
    if (well && result != ARCHIVE_EOF) {
        well = error_fail(error, "it is damaged: %s", archive_error_string(archive));
    }
    well = well && compare(&parts[0], sums, error) && compare(&parts[1], sums, error);
    free(sums);
    archive_read_free(archive);
    return well;
}
