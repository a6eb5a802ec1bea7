/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "packing.h"

#include "draft.h"
#include "packed.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static enum recording_file packed_kind(enum recording_file file)
{
    return file == FILE_SNAPSHOT ? FILE_PACKED_SNAPSHOT : FILE_PACKED_LOG;
}

static bool copy(int from, int to, struct error *error)
{
    char buffer[1 << 16];
    ssize_t got;
    while ((got = read(from, buffer, sizeof buffer)) > 0) {
        if (write(to, buffer, (size_t)got) != got) {
            return error_fail(error, "can't write a copy: %s", strerror(errno));
        }
    }
    return got == 0 || error_fail(error, "can't read it: %s", strerror(errno));
}

/* Unpacks the packed file open as FD. */
static bool expand(const struct recording *recording, int fd, int out, struct error *error)
{
    struct packed_header header;
    struct view reference;

    if (!packed_read_header(fd, &header, error)) {
        return false;
    }
    bool well = !header.against || reference_open(recording, header.against, &reference, error);
    if (well) {
        well = packed_expand(fd, &header, header.against ? &reference : NULL, out, error);
        if (header.against) {
            view_close(&reference);
        }
    }
    packed_header_free(&header);
    return well;
}

bool recording_expand(const struct recording *recording, enum recording_file file, int out,
                      struct error *error)
{
    bool plain = recording->files & file;
    enum recording_file kind = plain ? file : packed_kind(file);
    int fd = recording_open_file(recording, kind, error);
    if (fd < 0) {
        return false;
    }
    bool well = plain ? copy(fd, out, error) : expand(recording, fd, out, error);
    close(fd);
    if (!well) {
        error_prefix(error, "%s%s", recording->name, recording_suffix(kind));
    }
    return well;
}

/* Puts the plain file in the packed one's place. */
static bool unpack_file(const struct recording *recording, enum recording_file file, struct error *error)
{
    char plain[NAME_MAX + 1], packed[NAME_MAX + 1];
    struct draft draft;

    snprintf(plain, sizeof plain, "%s%s", recording->name, recording_suffix(file));
    snprintf(packed, sizeof packed, "%s%s", recording->name, recording_suffix(packed_kind(file)));
    int fd = recording_open_file(recording, packed_kind(file), error);
    if (fd < 0 || !draft_open(&draft, recording->dirfd, plain, error)) {
        if (fd >= 0) {
            close(fd);
        }
        return false;
    }
    bool well = recording_expand(recording, file, draft.fd, error);
    if (!well) {
        draft_discard(&draft);
    }
    well = well && draft_keep(&draft, plain, fd, error);
    close(fd);
    if (well && unlinkat(recording->dirfd, packed, 0) != 0) {
        well = error_fail(error, "%s is unpacked, but can't be deleted: %s", packed, strerror(errno));
    }
    return well;
}

static bool unpack_both(const struct recording *recording, struct error *error)
{
    static const enum recording_file files[] = {FILE_SNAPSHOT, FILE_LOG};
    bool well = true;

    for (int i = 0; well && i < 2; i++) {
        if (!(recording->files & files[i]) && (recording->files & packed_kind(files[i]))) {
            well = unpack_file(recording, files[i], error);
        }
    }
    return well;
}

bool unpack_recording(const struct recording *recording, struct error *error)
{
    struct recording now;
    int lock = packing_lock_recording(recording, &now, error);
    if (lock < 0) {
        return false;
    }
    bool well = unpack_both(&now, error);
    recording_close(&now);
    close(lock);
    return well;
}
