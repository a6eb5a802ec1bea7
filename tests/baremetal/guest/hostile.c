/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "hostile.h"

#include <stddef.h>

#include "recctrl.h"

#define NAME "hostile"
#define NAME_LENGTH_MAX 140 /* more than a name may have */
#define UNKNOWN_MAGIC (RECCTRL_MAGIC + 1)
#define ACTION_MAX 300
#define SIZE_TRIED_MAX 1024

#define LEAST_ANSWER (-16)
#define GREATEST_ANSWER 2

static const struct hostile_place *place;
static uint32_t random_state;
static uint32_t calls_made;

/* How often each answer came since the last line. */
static struct {
    uint32_t numbers[GREATEST_ANSWER - LEAST_ANSWER + 1];
    uint32_t hello, status, native, other;
} tally;

/* xorshift32 */
static uint32_t next_random(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 17;
    random_state ^= random_state << 5;
    return random_state;
}

static uintptr_t random_word(void)
{
    uintptr_t word = next_random();

    return sizeof(word) > sizeof(uint32_t) ? word << 16 << 16 | next_random() : word;
}

static uint32_t *counter_of(uintptr_t magic, int32_t answer)
{
    if ((uint32_t)magic != RECCTRL_MAGIC && (uint32_t)magic != RECCTRL_MAGIC2) {
        return &tally.native;
    }
    if (answer >= LEAST_ANSWER && answer <= GREATEST_ANSWER) {
        return &tally.numbers[answer - LEAST_ANSWER];
    }
    if (answer == RECCTRL_HELLO) {
        return &tally.hello;
    }
    return ((uint32_t)answer & 0xffff0000) == RECCTRL_STATUS_BASE ? &tally.status : &tally.other;
}

static void call(uintptr_t magic, uintptr_t second, uintptr_t pointer)
{
    calls_made++;
    ++*counter_of(magic, place->call(magic, second, pointer));
}

static void call1(int32_t action, const void *name)
{
    call(RECCTRL_MAGIC, (uintptr_t)(intptr_t)action, (uintptr_t)name);
}

static void call2(const void *request)
{
    call(RECCTRL_MAGIC2, RECCTRL_REQUEST_BYTES, (uintptr_t)request);
}

static void print_number(int32_t number)
{
    char text[12];
    char *at = text + sizeof(text);
    uint32_t rest = number < 0 ? 0u - (uint32_t)number : (uint32_t)number;

    *--at = '\0';
    do {
        *--at = (char)('0' + rest % 10);
    } while ((rest /= 10) != 0);
    if (number < 0) {
        *--at = '-';
    }
    place->print(at);
}

static void print_count(const char *answer, uint32_t count)
{
    if (count != 0) {
        place->print(answer);
        place->print(":");
        print_number((int32_t)count);
    }
}

/* Prints the tally and empties it. */
static void end_of(const char *kind)
{
    place->print(kind);
    for (int32_t answer = LEAST_ANSWER; answer <= GREATEST_ANSWER; answer++) {
        uint32_t *count = &tally.numbers[answer - LEAST_ANSWER];
        if (*count != 0) {
            place->print(" ");
            print_number(answer);
        }
        print_count("", *count);
        *count = 0;
    }
    print_count(" hello", tally.hello);
    print_count(" status", tally.status);
    print_count(" native", tally.native);
    print_count(" other", tally.other);
    tally.hello = tally.status = tally.native = tally.other = 0;
    place->print("\n");
}

static void copy(unsigned char *to, const void *from, uint32_t length)
{
    for (uint32_t i = 0; i < length; i++) {
        to[i] = ((const unsigned char *)from)[i];
    }
}

static void fill(struct recctrl_request *request, uint32_t action)
{
    recctrl_request_init(request, action);
    recctrl_request_set(request->name, sizeof(request->name), NAME);
    recctrl_request_set(request->session, sizeof(request->session), NAME);
    recctrl_request_set(request->note, sizeof(request->note), NAME);
}

static void actions(void)
{
    static const uint32_t magics[] = {RECCTRL_MAGIC, RECCTRL_MAGIC2, UNKNOWN_MAGIC};
    struct recctrl_request request;

    fill(&request, RECCTRL_CALL_START);
    for (unsigned i = 0; i < sizeof(magics) / sizeof(*magics); i++) {
        for (int32_t action = -ACTION_MAX; action <= ACTION_MAX; action++) {
            call(magics[i], (uintptr_t)(intptr_t)action,
                 magics[i] == RECCTRL_MAGIC2 ? (uintptr_t)&request : (uintptr_t)NAME);
        }
    }
    end_of("actions");
}

static void sizes(void)
{
    struct recctrl_request request;

    fill(&request, RECCTRL_CALL_CHECK);
    for (uint32_t size = 0; size <= SIZE_TRIED_MAX; size++) {
        call(RECCTRL_MAGIC2, size, (uintptr_t)&request);
    }
    end_of("sizes");
}

/* The start and the end of each page, and a request that lies across its end. */
static void pointers(void)
{
    for (uint32_t i = 0; i < place->range_count; i++) {
        for (uint32_t page = 0; page < place->ranges[i].pages; page++) {
            uintptr_t address = place->ranges[i].first + (uintptr_t)page * HOSTILE_PAGE;
            call1(RECCTRL_ACTION_TOGGLE, (void *)address);
            call1(RECCTRL_ACTION_SESSION_OPEN, (void *)(address + HOSTILE_PAGE - 1));
            call2((void *)address);
            call2((void *)(address + HOSTILE_PAGE - RECCTRL_REQUEST_BYTES / 2));
        }
    }
    end_of("pointers");
}

/* Each length with each part of it in front of the boundary. */
static void names_at(unsigned char *boundary, int has_more)
{
    for (uint32_t length = 0; length <= NAME_LENGTH_MAX; length++) {
        for (uint32_t before = 0; before <= length + 1; before++) {
            for (uint32_t i = 0; i <= length && (has_more || i < before); i++) {
                (boundary - before)[i] = i < length ? 'n' : '\0';
            }
            call1(RECCTRL_ACTION_TOGGLE, boundary - before);
        }
    }
}

static void names(void)
{
    names_at(place->boundary, 1);
    if (place->edge != NULL) {
        names_at(place->edge, 0);
    }
    end_of("names");
}

static void requests_at(unsigned char *boundary, int has_more)
{
    struct recctrl_request request;

    for (uint32_t action = RECCTRL_CALL_CHECK; action <= RECCTRL_CALL_SESSION_CLOSE_ALL; action++) {
        fill(&request, action);
        for (uint32_t before = 0; before <= sizeof(request); before++) {
            copy(boundary - before, &request, has_more ? sizeof(request) : before);
            call2(boundary - before);
        }
    }
}

static void requests(void)
{
    requests_at(place->boundary, 1);
    if (place->edge != NULL) {
        requests_at(place->edge, 0);
    }
    end_of("requests");
}

/* A request in which one byte is another. */
static void bytes(void)
{
    struct recctrl_request request;

    fill(&request, RECCTRL_CALL_START);
    for (uint32_t i = 0; i < sizeof(request); i++) {
        unsigned char *byte = (unsigned char *)&request + i;
        unsigned char before = *byte;
        *byte = 0xff;
        call2(&request);
        *byte = before;
    }
    end_of("bytes");
}

static uintptr_t random_pointer(void)
{
    const struct hostile_range *range = &place->ranges[next_random() % place->range_count];
    unsigned char *boundary = place->edge != NULL && next_random() % 2 ? place->edge : place->boundary;

    switch (next_random() % 4) {
    case 0:
        return random_word();
    case 1:
        return range->first + (uintptr_t)(next_random() % range->pages) * HOSTILE_PAGE + next_random() % HOSTILE_PAGE;
    default:
        return (uintptr_t)boundary - next_random() % (RECCTRL_REQUEST_BYTES + 8);
    }
}

/* A valid request but for a byte or two, or nothing but noise. */
static void random_request(unsigned char *to)
{
    struct recctrl_request request;

    fill(&request, next_random() % 9);
    for (uint32_t i = next_random() % 3; i > 0; i--) {
        ((unsigned char *)&request)[next_random() % sizeof(request)] = (unsigned char)next_random();
    }
    for (uint32_t i = next_random() % 8 == 0 ? 0 : sizeof(request); i < sizeof(request); i++) {
        ((unsigned char *)&request)[i] = (unsigned char)next_random();
    }
    copy(to, &request, sizeof(request));
}

static uintptr_t random_magic(void)
{
    uintptr_t upper = random_word() & ~(uintptr_t)0xffffffff;

    switch (next_random() % 8) {
    case 0:
        return random_word();
    case 1:
    case 2:
    case 3:
        return upper | RECCTRL_MAGIC2;
    default:
        return upper | RECCTRL_MAGIC;
    }
}

static uintptr_t random_second(void)
{
    static const int32_t known[] = {RECCTRL_ACTION_TOGGLE, RECCTRL_ACTION_SESSION_OPEN, RECCTRL_ACTION_SESSION_CLOSE,
                                    RECCTRL_REQUEST_BYTES};

    switch (next_random() % 8) {
    case 0:
        return random_word();
    case 1:
        return (uintptr_t)(intptr_t)((int32_t)(next_random() % (2 * ACTION_MAX + 1)) - ACTION_MAX);
    default:
        return (uintptr_t)(intptr_t)known[next_random() % (sizeof(known) / sizeof(*known))];
    }
}

static void at_random(uint32_t calls)
{
    while (calls_made < calls) {
        if (next_random() % 16 == 0) {
            random_request(place->boundary - next_random() % (RECCTRL_REQUEST_BYTES + 1));
        }
        call(random_magic(), random_second(), random_pointer());
    }
    end_of("random");
}

void hostile_run(const struct hostile_place *where, uint32_t seed, uint32_t calls)
{
    place = where;
    random_state = seed | 1; /* never 0, which stays 0 */
    calls_made = 0;
    actions();
    sizes();
    pointers();
    names();
    requests();
    bytes();
    at_random(calls);
}
