/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A program without an operating system that records itself: each letter that it receives is a command, and each
 * command answers with one line.
 */
#include <stddef.h>

#include "board.h"
#include "caller.h"
#include "hostile.h"
#include "print.h"
#include "recctrl.h"

#define NAME "bare"
#define SESSION "session 1"
#define CALLS_INSIDE 20

static caller *call = call_recctrl;

/* The second contract; `name` and `session` may be NULL. */
static int32_t request(uint32_t action, const char *name, const char *session)
{
    struct recctrl_request request;

    recctrl_request_init(&request, action);
    if (name != NULL) {
        recctrl_request_set(request.name, sizeof(request.name), name);
    }
    if (session != NULL) {
        recctrl_request_set(request.session, sizeof(request.session), session);
    }
    return call(RECCTRL_MAGIC2, (int32_t)sizeof(request), &request);
}

static void check(void)
{
    print_answer("check", request(RECCTRL_CALL_CHECK, NULL, NULL));
}

static void status(void)
{
    print_answer("status", request(RECCTRL_CALL_STATUS, NULL, NULL));
}

static void start(void)
{
    print_answer("start", request(RECCTRL_CALL_START, NAME, NULL));
}

static void stop(void)
{
    print_answer("stop", request(RECCTRL_CALL_STOP, NULL, NULL));
}

static void session_open(void)
{
    print_answer("open", request(RECCTRL_CALL_SESSION_OPEN, NAME, SESSION));
}

static void session_close(void)
{
    print_answer("close", request(RECCTRL_CALL_SESSION_CLOSE, NULL, SESSION));
}

static void toggle(void)
{
    print_answer("toggle", call(RECCTRL_MAGIC, RECCTRL_ACTION_TOGGLE, NAME));
}

/* A stop with nothing between it and the start but the call itself. */
static void at_once(void)
{
    int32_t first = request(RECCTRL_CALL_START, NAME, NULL);
    int32_t second = request(RECCTRL_CALL_STOP, NULL, NULL);

    print_answer("at-once", first << 8 | (second & 0xff));
}

/* How many of the calls say that a recording is on. */
static void calls_inside(void)
{
    int32_t recording = 0;

    for (int i = 0; i < CALLS_INSIDE; i++) {
        int32_t answer = request(RECCTRL_CALL_STATUS, NULL, NULL) & ~RECCTRL_STATUS_SNAPSHOT_PENDING;
        recording += answer == (RECCTRL_STATUS_BASE | RECCTRL_STATUS_RECORDING);
    }
    print_answer("calls", recording);
}

/* A start, a call that is an error, and a stop: one digit each for what was executed behind it. */
static void place(void)
{
    uint32_t start = (uint32_t)counted_call(RECCTRL_MAGIC, RECCTRL_ACTION_TOGGLE, NAME);
    uint32_t inside = (uint32_t)counted_call(RECCTRL_MAGIC, 0, NAME);
    uint32_t stop = (uint32_t)counted_call(RECCTRL_MAGIC, RECCTRL_ACTION_TOGGLE, NAME);

    print_answer("place", (int32_t)(start << 8 | inside << 4 | stop));
}

/* An interrupt waits from in front of one recording until within the next. */
static void interrupt_waits(void)
{
    uint32_t answers = 0;

    board_interrupts(false);
    print("interrupts are off\n");
    while (!board_interrupt_waits()) {
    }
    for (int i = 0; i < 3; i++) {
        answers = answers << 4 | (uint32_t)call(RECCTRL_MAGIC, RECCTRL_ACTION_TOGGLE, NAME);
    }
    board_interrupts(true);
    answers = answers << 4 | (uint32_t)call(RECCTRL_MAGIC, RECCTRL_ACTION_TOGGLE, NAME);
    print_answer("waited", (int32_t)answers);
}

/* The result depends on every step and, where the board has ticks, on the instructions between which they came. */
static uint32_t work(uint32_t hash)
{
    static uint32_t memory[1 << 14];

    for (uint32_t i = 0; i < sizeof(memory) / sizeof(*memory); i++) {
        hash = (hash ^ memory[i] ^ i) * 16777619u;
        memory[i] = hash + board_ticks();
    }
    return hash;
}

static void busy(void)
{
    uint32_t hash = 2166136261u;

    for (uint32_t round = 0; round < 20; round++) {
        hash = work(hash);
    }
    print_answer("busy", (int32_t)hash);
}

static void busy_for_ever(void)
{
    print("busy for ever\n");
    for (uint32_t hash = 0;;) {
        hash = work(hash);
    }
}

static void ticks(void)
{
    print_answer("ticks", (int32_t)board_ticks());
}

static void otherwise(void)
{
    call = call == call_recctrl ? call_recctrl_otherwise : call_recctrl;
    print_answer("otherwise", call == call_recctrl_otherwise);
}

static int32_t call_as_enemy(uintptr_t magic, uintptr_t second, uintptr_t pointer)
{
    return call((uint32_t)magic, (int32_t)second, (const void *)pointer);
}

/* The eight hexadecimal digits, in lower case, that follow. */
static uint32_t take_hex(void)
{
    uint32_t number = 0;

    for (int i = 0; i < 8; i++) {
        char digit = board_wait();
        number = number << 4 | (uint32_t)(digit <= '9' ? digit - '0' : digit - 'a' + 10);
    }
    return number;
}

/* Followed by three numbers: the address of a word, what to write there, the address of a word to read then. */
static void word(void)
{
    static volatile uint32_t sum; /* of all that was read: stays in memory */
    volatile uint32_t *written = (volatile uint32_t *)(uintptr_t)take_hex();
    uint32_t value = take_hex();
    const volatile uint32_t *other = (const volatile uint32_t *)(uintptr_t)take_hex();

    *written = value;
    value = *other;
    sum = sum * 31 + value;
    print_answer("word", (int32_t)value);
}

/* Followed by two numbers: the seed, and how many calls. */
static void hostile(void)
{
    static unsigned char memory[2 * HOSTILE_PAGE] __attribute__((aligned(HOSTILE_PAGE)));
    const struct hostile_place place = {
        .call = call_as_enemy,
        .print = print,
        .boundary = memory + HOSTILE_PAGE,
        .edge = board_memory_end,
        .ranges = board_ranges,
        .range_count = board_range_count,
    };
    uint32_t seed = take_hex();

    hostile_run(&place, seed, take_hex());
    print_answer("hostile", 0);
}

static const struct {
    char letter;
    void (*run)(void);
} commands[] = {
    {'k', check},        {'?', status},        {'s', start}, {'e', stop}, {'i', at_once}, {'t', toggle},
    {'o', session_open}, {'c', session_close}, {'m', calls_inside}, {'p', place}, {'b', busy}, {'n', ticks},
    {'x', otherwise},    {'h', hostile},       {'f', busy_for_ever},   {'w', word},  {'d', interrupt_waits},
};

static void run(char letter)
{
    for (unsigned i = 0; i < sizeof(commands) / sizeof(*commands); i++) {
        if (commands[i].letter == letter) {
            commands[i].run();
            return;
        }
    }
    print("unknown command\n");
}

void guest_main(void);

void guest_main(void)
{
    board_start();
    print("ready\n");
    for (;;) {
        run(board_wait());
    }
}
