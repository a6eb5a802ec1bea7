/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "request.h"

#include <glib.h>
#include <string.h>

/* No supported guest has smaller pages, so a read that does not cross a multiple of this touches one page. */
#define SMALLEST_PAGE 1024

/* Reads a string, no page past its NUL; false where one is unmapped. Not ended: length is `size`. */
static bool read_string(const struct guest_memory *memory, uint64_t address, char *buffer, size_t size,
                        size_t *length)
{
    size_t have = 0;

    while (have < size) {
        size_t step = MIN(size - have, SMALLEST_PAGE - (address + have) % SMALLEST_PAGE);
        if (!memory->read(memory->opaque, address + have, buffer + have, step)) {
            return false;
        }
        const char *end = memchr(buffer + have, '\0', step);
        if (end != NULL) {
            *length = (size_t)(end - buffer);
            return true;
        }
        have += step;
    }
    *length = size;
    return true;
}

static enum call_kind contract1_kind(int32_t action)
{
    switch (action) {
    case RECCTRL_ACTION_TOGGLE:
        return CALL_TOGGLE;
    case RECCTRL_ACTION_SESSION_OPEN:
        return CALL_SESSION_OPEN;
    case RECCTRL_ACTION_SESSION_CLOSE:
        return CALL_SESSION_CLOSE;
    default:
        return CALL_UNKNOWN;
    }
}

static int32_t decode_contract1(struct request *request, const struct hypercall *hypercall,
                                const struct guest_memory *memory)
{
    size_t length;

    request->call.kind = contract1_kind((int32_t)hypercall->action);
    if (request->call.kind == CALL_UNKNOWN) {
        return RECCTRL_ERROR_BAD_REQUEST;
    }
    if (!read_string(memory, hypercall->pointer, request->name, sizeof(request->name), &length)) {
        return RECCTRL_ERROR_UNREADABLE;
    }
    return name_is_valid(request->name, length) ? 0 : RECCTRL_ERROR_BAD_NAME;
}

static enum call_kind contract2_kind(uint32_t action)
{
    static const enum call_kind kinds[] = {
        [RECCTRL_CALL_CHECK] = CALL_CHECK,
        [RECCTRL_CALL_STATUS] = CALL_STATUS,
        [RECCTRL_CALL_START] = CALL_START,
        [RECCTRL_CALL_STOP] = CALL_STOP,
        [RECCTRL_CALL_SESSION_OPEN] = CALL_SESSION_OPEN,
        [RECCTRL_CALL_SESSION_CLOSE] = CALL_SESSION_CLOSE,
        [RECCTRL_CALL_SESSION_CLOSE_ALL] = CALL_SESSION_CLOSE_ALL,
    };

    return action < G_N_ELEMENTS(kinds) ? kinds[action] : CALL_UNKNOWN;
}

static bool is_ended(const char *field, size_t size)
{
    return memchr(field, '\0', size) != NULL;
}

static bool note_is_valid(const char *note)
{
    if (!g_utf8_validate(note, -1, NULL)) {
        return false;
    }
    for (const char *p = note; *p != '\0'; p = g_utf8_next_char(p)) {
        if (g_unichar_iscntrl(g_utf8_get_char(p))) {
            return false;
        }
    }
    return true;
}

static bool needs_name(enum call_kind kind)
{
    return kind == CALL_START || kind == CALL_SESSION_OPEN;
}

static bool needs_session(enum call_kind kind)
{
    return kind == CALL_SESSION_OPEN || kind == CALL_SESSION_CLOSE;
}

static bool is_zero(const uint8_t *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] != 0) {
            return false;
        }
    }
    return true;
}

static uint32_t from_guest(const struct guest_memory *memory, uint32_t value)
{
    return memory->big_endian ? GUINT32_FROM_BE(value) : GUINT32_FROM_LE(value);
}

/* Takes over the strings of a request whose bytes were read; 0 or the reason why it is invalid. */
static int32_t decode_contract2(struct request *request, const struct recctrl_request *raw,
                                const struct guest_memory *memory)
{
    request->call.kind = contract2_kind(from_guest(memory, raw->action));
    if (from_guest(memory, raw->version) != RECCTRL_VERSION || raw->flags != 0 || raw->reserved != 0 ||
        !is_zero(raw->zero, sizeof(raw->zero)) || request->call.kind == CALL_UNKNOWN) {
        return RECCTRL_ERROR_BAD_REQUEST;
    }
    if (!is_ended(raw->name, sizeof(raw->name)) ||
        (raw->name[0] != '\0' && !name_is_valid(raw->name, strlen(raw->name))) ||
        (raw->name[0] == '\0' && needs_name(request->call.kind))) {
        return RECCTRL_ERROR_BAD_NAME;
    }
    if (!is_ended(raw->session, sizeof(raw->session)) ||
        (raw->session[0] != '\0' && !name_is_valid(raw->session, strlen(raw->session))) ||
        (raw->session[0] == '\0' && needs_session(request->call.kind)) || !is_ended(raw->note, sizeof(raw->note)) ||
        !note_is_valid(raw->note)) {
        return RECCTRL_ERROR_BAD_REQUEST;
    }
    g_strlcpy(request->name, raw->name, sizeof(request->name));
    g_strlcpy(request->session, raw->session, sizeof(request->session));
    g_strlcpy(request->note, raw->note, sizeof(request->note));
    request->call.session = request->session;
    return 0;
}

/* In time that does not depend on where the two differ. */
static bool secrets_equal(const uint8_t *a, const uint8_t *b)
{
    uint8_t difference = 0;

    for (size_t i = 0; i < RECCTRL_SECRET_BYTES; i++) {
        difference |= a[i] ^ b[i];
    }
    return difference == 0;
}

bool request_decode(struct request *request, const struct hypercall *hypercall, const struct guest_memory *memory,
                    const uint8_t *secret)
{
    struct recctrl_request raw;

    *request = (struct request){0};
    if (hypercall->magic == RECCTRL_MAGIC && secret == NULL) {
        request->contract = 1;
        request->error = decode_contract1(request, hypercall, memory);
        return true;
    }
    if (hypercall->magic != RECCTRL_MAGIC2) {
        return false;
    }
    bool sized = hypercall->action == sizeof(raw);
    bool read = sized && memory->read(memory->opaque, hypercall->pointer, &raw, sizeof(raw));
    if (secret != NULL && !(read && secrets_equal(raw.token, secret))) {
        return false;
    }
    request->contract = 2;
    request->error = read ? decode_contract2(request, &raw, memory)
                     : sized ? RECCTRL_ERROR_UNREADABLE
                             : RECCTRL_ERROR_BAD_REQUEST;
    return true;
}

int32_t request_result(const struct request *request, int32_t answer)
{
    return request->contract == 1 && answer < 0 ? RECCTRL_ERROR : answer;
}
