/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Calls of both contracts, decoded out of registers and memory that an enemy chose. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "decide/request.h"

/* A guest with one mapped piece of memory. */
struct guest {
    uint64_t address;
    unsigned char bytes[4096];
    size_t length;
    int reads;
};

static bool read_guest(void *opaque, uint64_t address, void *buffer, size_t length)
{
    struct guest *guest = opaque;

    guest->reads++;
    assert_true(length > 0 && length <= sizeof(struct recctrl_request));
    if (address < guest->address || address - guest->address > guest->length ||
        length > guest->length - (address - guest->address)) {
        return false;
    }
    memcpy(buffer, guest->bytes + (address - guest->address), length);
    return true;
}

static struct guest guest;
static struct guest_memory memory;
static struct request request;

static int setup(void **state)
{
    (void)state;
    memset(&guest, 0, sizeof(guest));
    guest.address = 0x7fff0000;
    guest.length = sizeof(guest.bytes);
    memory = (struct guest_memory){read_guest, &guest, false};
    memset(&request, 0xee, sizeof(request));
    return 0;
}

/* --- contract 1 --- */

static bool decode1(int32_t action, uint64_t pointer)
{
    return request_decode(&request, &(struct hypercall){0x666, (uint32_t)action, pointer}, &memory, NULL);
}

/* With these bytes at `address`; what follows the smallest page that the last one is in is unmapped. */
static int32_t error_of_name(uint64_t address, const char *bytes, size_t length)
{
    guest.address = address;
    guest.length = ((address + length + 1023) & ~(uint64_t)1023) - address;
    memset(guest.bytes, 'z', sizeof(guest.bytes));
    memcpy(guest.bytes, bytes, length);
    assert_true(decode1(RECCTRL_ACTION_TOGGLE, address));
    assert_int_equal(request.contract, 1);
    return request.error;
}

static void each_action_of_contract_1(void **state)
{
    (void)state;
    strcpy((char *)guest.bytes, "login");
    for (int32_t action = -300; action <= 300; action++) {
        assert_true(decode1(action, guest.address));
        assert_int_equal(request.contract, 1);
        switch (action) {
        case -100:
            assert_int_equal(request.call.kind, CALL_TOGGLE);
            break;
        case 100:
            assert_int_equal(request.call.kind, CALL_SESSION_OPEN);
            break;
        case 200:
            assert_int_equal(request.call.kind, CALL_SESSION_CLOSE);
            break;
        default:
            assert_int_equal(request.error, RECCTRL_ERROR_BAD_REQUEST);
            continue;
        }
        assert_int_equal(request.error, 0);
        assert_string_equal(request.name, "login");
        assert_null(request.call.session);
        assert_string_equal(request.note, "");
    }
}

static void an_unknown_magic_is_not_ours(void **state)
{
    static const uint32_t magics[] = {0, 1, 0x665, 0x667, 0x80000000, 0x80000666, 0x52435431, 0x52435433, 0xffffffff};

    (void)state;
    strcpy((char *)guest.bytes, "login");
    for (size_t i = 0; i < sizeof(magics) / sizeof(magics[0]); i++) {
        assert_false(request_decode(&request, &(struct hypercall){magics[i], (uint32_t)-100, guest.address}, &memory,
                                    NULL));
    }
    assert_int_equal(guest.reads, 0);
}

static void a_name_is_read_to_its_nul_and_no_page_further(void **state)
{
    char page[1024];

    (void)state;
    memset(page, 'x', sizeof(page));
    /* Its NUL is the last byte before the hole, whatever its length. */
    for (size_t length = 1; length <= 127; length++) {
        page[length] = '\0';
        uint64_t address = 0x40000000 - length - 1;
        assert_int_equal(error_of_name(address, page, length + 1), 0);
        assert_int_equal(strlen(request.name), length);
        page[length] = 'x';
    }
}

static void a_name_across_a_page_boundary(void **state)
{
    (void)state;
    for (uint64_t before = 1; before < 6; before++) {
        assert_int_equal(error_of_name(0x40000400 - before, "login", 6), 0);
        assert_string_equal(request.name, "login");
    }
    for (uint64_t before = 1; before < 6; before++) {
        /* the second page is missing */
        assert_int_equal(error_of_name(0x40000400 - before, "login", before), RECCTRL_ERROR_UNREADABLE);
    }
}

static void a_name_without_nul(void **state)
{
    char bytes[129];

    (void)state;
    memset(bytes, 'n', sizeof(bytes));
    bytes[128] = '\0';
    assert_int_equal(error_of_name(0x1000, bytes, 129), RECCTRL_ERROR_BAD_NAME);
    assert_int_equal(error_of_name(0x13f0, bytes, 129), RECCTRL_ERROR_BAD_NAME);
    bytes[127] = '\0';
    assert_int_equal(error_of_name(0x1000, bytes, 128), 0);
    assert_int_equal(strlen(request.name), 127);
}

static void names_that_are_refused(void **state)
{
    (void)state;
    assert_int_equal(error_of_name(0x1000, "", 1), RECCTRL_ERROR_BAD_NAME);
    assert_int_equal(error_of_name(0x1000, "../x", 5), RECCTRL_ERROR_BAD_NAME);
    assert_int_equal(error_of_name(0x1000, "a\x1b", 3), RECCTRL_ERROR_BAD_NAME);
}

static void pointers_to_nowhere(void **state)
{
    static const uint64_t pointers[] = {0, 1, 0x7ffeffff, 0x7fff1000, 0xffffffff, 0x0000800000000000,
                                        0xffff7fffffffffff, UINT64_MAX - 127, UINT64_MAX - 1, UINT64_MAX};

    (void)state;
    for (size_t i = 0; i < sizeof(pointers) / sizeof(pointers[0]); i++) {
        assert_true(decode1(RECCTRL_ACTION_SESSION_OPEN, pointers[i]));
        assert_int_equal(request.error, RECCTRL_ERROR_UNREADABLE);
    }
}

/* --- contract 2 --- */

static struct recctrl_request *raw(void)
{
    return (struct recctrl_request *)guest.bytes;
}

static void fill(uint32_t action, const char *name, const char *session)
{
    memset(raw(), 0, sizeof(*raw()));
    raw()->version = htole32(2);
    raw()->action = htole32(action);
    strcpy(raw()->name, name);
    strcpy(raw()->session, session);
}

static bool decode2(const uint8_t *secret)
{
    return request_decode(&request, &(struct hypercall){0x52435432, 512, guest.address}, &memory, secret);
}

static int32_t error2(void)
{
    assert_true(decode2(NULL));
    assert_int_equal(request.contract, 2);
    return request.error;
}

static void the_request_is_512_bytes(void **state)
{
    (void)state;
    assert_int_equal(sizeof(struct recctrl_request), 512);
    assert_int_equal(offsetof(struct recctrl_request, action), 4);
    assert_int_equal(offsetof(struct recctrl_request, flags), 8);
    assert_int_equal(offsetof(struct recctrl_request, reserved), 12);
    assert_int_equal(offsetof(struct recctrl_request, name), 16);
    assert_int_equal(offsetof(struct recctrl_request, session), 144);
    assert_int_equal(offsetof(struct recctrl_request, note), 208);
    assert_int_equal(offsetof(struct recctrl_request, token), 432);
    assert_int_equal(offsetof(struct recctrl_request, zero), 496);
}

static void each_action_of_contract_2(void **state)
{
    static const enum call_kind kinds[] = {CALL_UNKNOWN, CALL_CHECK, CALL_STATUS, CALL_START, CALL_STOP,
                                           CALL_SESSION_OPEN, CALL_SESSION_CLOSE, CALL_SESSION_CLOSE_ALL};

    (void)state;
    for (uint32_t action = 0; action < 300; action++) {
        fill(action, "login", "1001");
        strcpy(raw()->note, "caf\xc3\xa9");
        if (action == 0 || action > 7) {
            assert_int_equal(error2(), RECCTRL_ERROR_BAD_REQUEST);
            continue;
        }
        assert_int_equal(error2(), 0);
        assert_int_equal(request.call.kind, kinds[action]);
        assert_string_equal(request.name, "login");
        assert_string_equal(request.session, "1001");
        assert_ptr_equal(request.call.session, request.session);
        assert_string_equal(request.note, "caf\xc3\xa9");
    }
    fill(0xffffff9c, "login", "");
    assert_int_equal(error2(), RECCTRL_ERROR_BAD_REQUEST);
}

static void a_guest_of_the_other_byte_order(void **state)
{
    (void)state;
    memory.big_endian = true;
    fill(RECCTRL_CALL_START, "login", "");
    assert_int_equal(error2(), RECCTRL_ERROR_BAD_REQUEST);
    memcpy(guest.bytes, "\0\0\0\2\0\0\0\3", 8);
    assert_int_equal(error2(), 0);
    assert_int_equal(request.call.kind, CALL_START);
    memory.big_endian = false;
    assert_int_equal(error2(), RECCTRL_ERROR_BAD_REQUEST);
    memcpy(guest.bytes, "\2\0\0\0\3\0\0\0", 8);
    assert_int_equal(error2(), 0);
}

static void fixed_fields_that_are_wrong(void **state)
{
    static const struct {
        size_t offset;
        unsigned char value;
    } cases[] = {{0, 0}, {0, 1}, {0, 3}, {3, 1}, {4, 0}, {7, 1}, {8, 1}, {11, 0x80}, {12, 1}, {15, 0xff},
                {496, 1}, {511, 0x80}};

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        fill(RECCTRL_CALL_CHECK, "", "");
        guest.bytes[cases[i].offset] = cases[i].value;
        assert_int_equal(error2(), RECCTRL_ERROR_BAD_REQUEST);
    }
}

static void sizes_that_are_wrong(void **state)
{
    static const uint32_t sizes[] = {0, 1, 511, 513, 0x80000000, 0xffffffff, 0x01000000 | 512, 0x00020000};

    (void)state;
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        fill(RECCTRL_CALL_CHECK, "", "");
        assert_true(request_decode(&request, &(struct hypercall){0x52435432, sizes[i], guest.address}, &memory, NULL));
        assert_int_equal(request.contract, 2);
        assert_int_equal(request.error, RECCTRL_ERROR_BAD_REQUEST);
    }
    assert_int_equal(guest.reads, 0);
}

static void requests_that_are_partly_unmapped(void **state)
{
    (void)state;
    fill(RECCTRL_CALL_CHECK, "", "");
    for (size_t length = 0; length < 512; length++) {
        guest.length = length;
        assert_int_equal(error2(), RECCTRL_ERROR_UNREADABLE);
    }
    guest.length = 512;
    assert_int_equal(error2(), 0);
}

static void who_needs_a_name_and_a_session(void **state)
{
    (void)state;
    for (uint32_t action = RECCTRL_CALL_CHECK; action <= RECCTRL_CALL_SESSION_CLOSE_ALL; action++) {
        bool name = action == RECCTRL_CALL_START || action == RECCTRL_CALL_SESSION_OPEN;
        bool session = action == RECCTRL_CALL_SESSION_OPEN || action == RECCTRL_CALL_SESSION_CLOSE;
        fill(action, "", "1001");
        assert_int_equal(error2(), name ? RECCTRL_ERROR_BAD_NAME : 0);
        fill(action, "login", "");
        assert_int_equal(error2(), session ? RECCTRL_ERROR_BAD_REQUEST : 0);
    }
}

static void strings_that_do_not_end(void **state)
{
    (void)state;
    fill(RECCTRL_CALL_CHECK, "", "");
    memset(raw()->name, 'n', sizeof(raw()->name));
    assert_int_equal(error2(), RECCTRL_ERROR_BAD_NAME);
    raw()->name[127] = '\0';
    assert_int_equal(error2(), 0);
    assert_int_equal(strlen(request.name), 127);
    memset(raw()->session, 's', sizeof(raw()->session));
    assert_int_equal(error2(), RECCTRL_ERROR_BAD_REQUEST);
    raw()->session[63] = '\0';
    assert_int_equal(error2(), 0);
    assert_int_equal(strlen(request.session), SESSION_ID_LENGTH_MAX);
    memset(raw()->note, 't', sizeof(raw()->note));
    assert_int_equal(error2(), RECCTRL_ERROR_BAD_REQUEST);
    raw()->note[223] = '\0';
    assert_int_equal(error2(), 0);
    assert_int_equal(strlen(request.note), 223);
}

static void strings_with_bad_bytes(void **state)
{
    static const char *const bad_notes[] = {"a\nb", "\x1b[31m", "\x7f", "\xc2\x9b", "\xff", "\xc3", "\xed\xa0\x80"};

    (void)state;
    fill(RECCTRL_CALL_STOP, "a/b", "");
    assert_int_equal(error2(), RECCTRL_ERROR_BAD_NAME);
    fill(RECCTRL_CALL_STOP, "", "a/b");
    assert_int_equal(error2(), RECCTRL_ERROR_BAD_REQUEST);
    for (size_t i = 0; i < sizeof(bad_notes) / sizeof(bad_notes[0]); i++) {
        fill(RECCTRL_CALL_STOP, "", "");
        strcpy(raw()->note, bad_notes[i]);
        assert_int_equal(error2(), RECCTRL_ERROR_BAD_REQUEST);
    }
    fill(RECCTRL_CALL_STOP, "", "");
    strcpy(raw()->note, "$(anything) / \"else\" \xe2\x82\xac");
    assert_int_equal(error2(), 0);
}

/* What follows a string's NUL is nobody's business. */
static void bytes_after_a_nul_are_ignored(void **state)
{
    (void)state;
    fill(RECCTRL_CALL_START, "a", "");
    memset(raw()->name + 2, 0xff, sizeof(raw()->name) - 2);
    memset(raw()->session + 1, 0xff, sizeof(raw()->session) - 1);
    memset(raw()->note + 1, 0xff, sizeof(raw()->note) - 1);
    assert_int_equal(error2(), 0);
    assert_string_equal(request.name, "a");
    assert_string_equal(request.session, "");
    assert_string_equal(request.note, "");
}

/* --- the secret --- */

static void without_the_secret_no_call_is_ours(void **state)
{
    uint8_t secret[RECCTRL_SECRET_BYTES];

    (void)state;
    memset(secret, 0x5a, sizeof(secret));
    fill(RECCTRL_CALL_CHECK, "login", "");
    for (int32_t action = -300; action <= 300; action++) {
        assert_false(request_decode(&request, &(struct hypercall){0x666, (uint32_t)action, guest.address + 16},
                                    &memory, secret));
    }
    assert_int_equal(guest.reads, 0);
    assert_false(decode2(secret));
    memcpy(raw()->token, secret, sizeof(secret));
    for (size_t byte = 0; byte < RECCTRL_SECRET_BYTES; byte++) {
        for (int bit = 0; bit < 8; bit++) {
            raw()->token[byte] ^= (uint8_t)(1 << bit);
            assert_false(decode2(secret));
            raw()->token[byte] ^= (uint8_t)(1 << bit);
        }
    }
    assert_true(decode2(secret));
    assert_int_equal(request.error, 0);
}

/* A guest without it learns nothing from errors either. */
static void without_the_secret_no_error_is_told(void **state)
{
    static const uint8_t secret[RECCTRL_SECRET_BYTES] = "secret";

    (void)state;
    fill(99, "a/b", "");
    assert_false(decode2(secret));
    assert_false(request_decode(&request, &(struct hypercall){0x52435432, 511, guest.address}, &memory, secret));
    assert_false(request_decode(&request, &(struct hypercall){0x52435432, 512, 0}, &memory, secret));
    memcpy(raw()->token, secret, sizeof(secret));
    assert_false(request_decode(&request, &(struct hypercall){0x52435432, 511, guest.address}, &memory, secret));
    guest.length = 511;
    assert_false(decode2(secret));
}

static void with_the_secret_errors_are_told(void **state)
{
    static const uint8_t secret[RECCTRL_SECRET_BYTES] = "secret";

    (void)state;
    fill(99, "", "");
    memcpy(raw()->token, secret, sizeof(secret));
    assert_true(decode2(secret));
    assert_int_equal(request.error, RECCTRL_ERROR_BAD_REQUEST);
}

static void a_token_that_nobody_asked_for_is_ignored(void **state)
{
    (void)state;
    fill(RECCTRL_CALL_CHECK, "", "");
    memset(raw()->token, 0xff, sizeof(raw()->token));
    assert_int_equal(error2(), 0);
}

/* --- results --- */

static void contract_1_knows_one_error(void **state)
{
    (void)state;
    for (int32_t answer = -100; answer <= 2; answer++) {
        request.contract = 1;
        assert_int_equal(request_result(&request, answer), answer < 0 ? -1 : answer);
        request.contract = 2;
        assert_int_equal(request_result(&request, answer), answer);
    }
}

int main(void)
{
#define WITH_GUEST(test) cmocka_unit_test_setup(test, setup)
    const struct CMUnitTest tests[] = {
        WITH_GUEST(each_action_of_contract_1),
        WITH_GUEST(an_unknown_magic_is_not_ours),
        WITH_GUEST(a_name_is_read_to_its_nul_and_no_page_further),
        WITH_GUEST(a_name_across_a_page_boundary),
        WITH_GUEST(a_name_without_nul),
        WITH_GUEST(names_that_are_refused),
        WITH_GUEST(pointers_to_nowhere),
        WITH_GUEST(the_request_is_512_bytes),
        WITH_GUEST(each_action_of_contract_2),
        WITH_GUEST(a_guest_of_the_other_byte_order),
        WITH_GUEST(fixed_fields_that_are_wrong),
        WITH_GUEST(sizes_that_are_wrong),
        WITH_GUEST(requests_that_are_partly_unmapped),
        WITH_GUEST(who_needs_a_name_and_a_session),
        WITH_GUEST(strings_that_do_not_end),
        WITH_GUEST(strings_with_bad_bytes),
        WITH_GUEST(bytes_after_a_nul_are_ignored),
        WITH_GUEST(without_the_secret_no_call_is_ours),
        WITH_GUEST(without_the_secret_no_error_is_told),
        WITH_GUEST(with_the_secret_errors_are_told),
        WITH_GUEST(a_token_that_nobody_asked_for_is_ignored),
        WITH_GUEST(contract_1_knows_one_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
