/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Calls of both contracts: registers, a map of the guest's pages and their bytes, all of them an enemy's. */
#include "decide/request.h"

#include <glib.h>

#include "input.h"

#define PAGE 1024
#define PAGES 4

/* Pages from `base` on, of which `mapped` has a bit for each that is there. None lies behind the last address. */
struct guest {
    uint64_t base;
    uint8_t mapped;
    uint8_t bytes[PAGES * PAGE];
};

static bool read_guest(void *opaque, uint64_t address, void *buffer, size_t length)
{
    const struct guest *guest = opaque;
    uint64_t offset = address - guest->base;

    PROMISE(length > 0 && length <= sizeof(struct recctrl_request));
    if (address + length - 1 < address || address < guest->base || offset > sizeof(guest->bytes) || length > sizeof(guest->bytes) - offset) {
        return false;
    }
    for (uint64_t page = offset / PAGE; page <= (offset + length - 1) / PAGE; page++) {
        if (!(guest->mapped >> page & 1)) {
            return false;
        }
    }
    memcpy(buffer, guest->bytes + offset, length);
    return true;
}

static void check_valid(const struct request *request)
{
    const struct call *call = &request->call;
    bool starts = call->kind == CALL_START || call->kind == CALL_SESSION_OPEN || request->contract == 1;

    PROMISE(call->kind > CALL_UNKNOWN && call->kind <= CALL_SESSION_CLOSE_ALL);
    PROMISE(memchr(request->name, '\0', sizeof(request->name)) != NULL);
    PROMISE(name_is_valid(request->name, strlen(request->name)) || (request->name[0] == '\0' && !starts));
    PROMISE(strchr(request->name, '/') == NULL);
    PROMISE(memchr(request->session, '\0', sizeof(request->session)) != NULL);
    PROMISE(request->session[0] == '\0' || name_is_valid(request->session, strlen(request->session)));
    PROMISE(memchr(request->note, '\0', sizeof(request->note)) != NULL);
    PROMISE(g_utf8_validate(request->note, -1, NULL));
    for (const char *p = request->note; *p != '\0'; p = g_utf8_next_char(p)) {
        PROMISE(!g_unichar_iscntrl(g_utf8_get_char(p)));
    }
    PROMISE(call->session == NULL || call->session == request->session);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input input = {data, size};
    static struct guest guest;
    uint8_t flags = input_u8(&input);
    static const uint32_t magics[] = {RECCTRL_MAGIC, RECCTRL_MAGIC2};
    struct hypercall call = {
        .magic = flags & 1 ? input_u32(&input) : magics[flags >> 1 & 1],
        .action = flags & 4 ? input_u32(&input) : sizeof(struct recctrl_request),
        .pointer = input_u64(&input),
    };
    static const uint8_t secret[RECCTRL_SECRET_BYTES] = "a secret of sixteen bytes or more";
    bool has_secret = flags & 8;
    struct guest_memory memory = {read_guest, &guest, flags & 16};
    struct request request, again;

    guest.base = call.pointer & ~(uint64_t)(PAGE - 1);
    if (flags & 32) {
        guest.base -= PAGE;
    }
    guest.mapped = input_u8(&input);
    memset(guest.bytes, 0, sizeof(guest.bytes));
    /* What the pointer points at comes first. */
    size_t offset = (size_t)(call.pointer - guest.base);
    input_bytes(&input, guest.bytes + offset, sizeof(guest.bytes) - offset);

    memset(&request, 0xee, sizeof(request));
    bool ours = request_decode(&request, &call, &memory, has_secret ? secret : NULL);
    if (call.magic != RECCTRL_MAGIC && call.magic != RECCTRL_MAGIC2) {
        PROMISE(!ours);
    }
    if (has_secret && ours) {
        uint8_t token[RECCTRL_SECRET_BYTES];
        PROMISE(call.magic == RECCTRL_MAGIC2 && call.action == sizeof(struct recctrl_request));
        PROMISE(read_guest(&guest, call.pointer + offsetof(struct recctrl_request, token), token, sizeof(token)));
        PROMISE(memcmp(token, secret, sizeof(token)) == 0);
    }
    if (!ours) {
        return 0;
    }
    PROMISE(request.contract == (call.magic == RECCTRL_MAGIC ? 1 : 2));
    PROMISE(request.error <= 0 && request.error >= RECCTRL_ERROR_SESSIONS && request.error != RECCTRL_ERROR);
    if (request.error == 0) {
        check_valid(&request);
    } else {
        PROMISE(request_result(&request, request.error) == (request.contract == 1 ? RECCTRL_ERROR : request.error));
    }
    /* The same bytes always say the same. */
    memset(&again, 0x11, sizeof(again));
    PROMISE(request_decode(&again, &call, &memory, has_secret ? secret : NULL));
    PROMISE(again.error == request.error && again.contract == request.contract);
    return 0;
}
