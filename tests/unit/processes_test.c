/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which process it is that makes a call: children and programs that begin at the same time, in every order. */
#include "transcript/processes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define STACK 0x20000
#define STACK_POINTER (STACK + 0x100)
#define NUMBER 0x10000 /* where a child has its number */
#define NEXT 0x400002
#define SHELL "/bin/sh"

enum { COUNT = 3, ORDERS = 6 };
static const unsigned orders[ORDERS][COUNT] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};

static struct {
    struct processes *processes;
    char program[64];
    uint32_t number;
} test;

static bool read_guest(void *opaque, uint64_t address, void *buffer, size_t length)
{
    uint8_t page[MEMORY_PAGE] = {0};

    (void)opaque;
    if (address / MEMORY_PAGE == STACK / MEMORY_PAGE) {
        strcpy((char *)page + sizeof(page) - 9 - strlen(test.program), test.program);
    } else if (address / MEMORY_PAGE == NUMBER / MEMORY_PAGE && test.number != 0) {
        memcpy(page, &test.number, sizeof(test.number));
    } else {
        return false;
    }
    memcpy(buffer, page + address % MEMORY_PAGE, length);
    return true;
}

static const struct memory memory = {.read = read_guest, .end = 0x7fffffffffff};

static int begin(void **state)
{
    (void)state;
    memset(&test, 0, sizeof(test));
    test.processes = processes_new();
    strcpy(test.program, SHELL);
    return 0;
}

static int end(void **state)
{
    (void)state;
    processes_free(test.processes);
    return 0;
}

static struct place at(uint64_t space, uint64_t thread)
{
    return (struct place){.space = space, .stack = STACK_POINTER, .next = NEXT, .thread = thread};
}

static struct process *find(uint64_t space, uint64_t thread)
{
    struct place place = at(space, thread);

    return processes_find(test.processes, &place, &memory);
}

static uint64_t execute(struct process *process, uint64_t space, uint64_t thread, char *program)
{
    struct place place = at(space, thread);

    return processes_exec(test.processes, process, &place, program, (struct vectors){1, 2});
}

static uint64_t fork_from(struct process *parent, uint64_t space, uint64_t thread)
{
    struct place place = at(space, thread);

    return processes_fork(test.processes, parent, &place, STACK_POINTER, NUMBER, false);
}

static void come_out(uint64_t space, uint64_t thread, uint32_t number)
{
    struct place place = at(space, thread);

    test.number = number;
    processes_maybe_child(test.processes, &place, &memory);
}

/* Spaces and threads of the process of this number. */
static uint64_t old(unsigned i)
{
    return 0x1000 * (1 + i);
}

static uint64_t new(unsigned i)
{
    return 0x100000 + 0x1000 * i;
}

static uint64_t thread(unsigned i)
{
    return 0xffff800000000000 + 0x4000 * i;
}

static void programs_of_one_path(void **state)
{
    (void)state;
    for (unsigned called = 0; called < ORDERS; called++) {
        for (unsigned begun = 0; begun < ORDERS; begun++) {
            struct process *processes[COUNT];
            end(NULL);
            begin(NULL);
            for (unsigned i = 0; i < COUNT; i++) {
                processes[i] = find(old(i), thread(i));
            }
            for (unsigned i = 0; i < COUNT; i++) {
                execute(processes[orders[called][i]], old(orders[called][i]), thread(orders[called][i]), SHELL);
            }
            for (unsigned i = 0; i < COUNT; i++) {
                unsigned which = orders[begun][i];
                assert_ptr_equal(find(new(which), thread(which)), processes[which]);
                assert_true(processes[which]->program_is_new);
                assert_null(processes_at(test.processes, old(which)));
            }
        }
    }
}

/* One of which fails, and one that goes on in its address space before its program begins elsewhere. */
static void a_program_that_fails(void **state)
{
    struct process *first = find(old(0), thread(0)), *second = find(old(1), thread(1));
    uint64_t token = execute(first, old(0), thread(0), SHELL);

    (void)state;
    execute(second, old(1), thread(1), SHELL);
    processes_exec_failed(test.processes, token);
    assert_ptr_equal(find(old(0), thread(0)), first);
    assert_ptr_equal(find(new(1), thread(1)), second);
    assert_false(first->program_is_new);
    assert_ptr_not_equal(find(new(0), thread(0)), first);
}

/* They are known by their threads, whatever can be read of their stacks and paths. */
static void programs_without_a_path(void **state)
{
    struct process *first = find(old(0), thread(0)), *second = find(old(1), thread(1));

    (void)state;
    execute(first, old(0), thread(0), "");
    execute(second, old(1), thread(1), "/bin/other");
    test.program[0] = '\0';
    assert_ptr_equal(find(new(1), thread(1)), second);
    assert_string_equal(second->program, "/bin/other");
    strcpy(test.program, "/bin/read");
    assert_ptr_equal(find(new(0), thread(0)), first);
    assert_string_equal(first->program, "/bin/read");
}

/* Its address space had another process, of the same path, that was killed. */
static void an_address_space_that_is_used_again(void **state)
{
    struct process *killed = find(new(0), thread(2)), *process = find(old(0), thread(0));

    (void)state;
    assert_ptr_equal(processes_at(test.processes, new(0)), killed);
    execute(process, old(0), thread(0), SHELL);
    assert_ptr_equal(find(new(0), thread(0)), process);
}

static void other_threads_end_with_the_program(void **state)
{
    struct process *process = find(old(0), thread(0));

    (void)state;
    execute(process, old(0), thread(0), SHELL);
    execute(process, old(0), thread(1), SHELL);
    assert_ptr_equal(find(new(0), thread(1)), process);
    assert_ptr_not_equal(find(new(1), thread(0)), process);
}

/* What identified a thread that was killed in execve() is that of a child now. */
static void a_thread_that_was_killed(void **state)
{
    struct process *killed = find(old(0), thread(0)), *parent = find(old(1), thread(1));

    (void)state;
    execute(killed, old(0), thread(0), SHELL);
    fork_from(parent, old(1), thread(1));
    come_out(old(2), thread(0), 10);
    struct process *child = find(old(2), thread(0));
    assert_ptr_not_equal(child, killed);
    assert_int_equal(child->parent, parent->identity);
}

static void a_process_that_ends_executes_nothing(void **state)
{
    struct process *process = find(old(0), thread(0));
    struct place place = at(old(0), thread(1));
    uint64_t identity = process->identity;

    (void)state;
    execute(process, old(0), thread(0), SHELL);
    processes_exit(test.processes, &place);
    assert_int_not_equal(find(new(0), thread(0))->identity, identity);
}

/* A child of vfork() executes in its parent's address space, where another thread does the same. */
static void a_child_of_vfork(void **state)
{
    struct process *parent = find(old(0), thread(0)), *other = find(old(1), thread(1));
    struct place place = at(old(0), thread(0));

    (void)state;
    processes_vfork(test.processes, parent, &place);
    struct process *child = find(old(0), thread(2));
    assert_int_equal(child->parent, parent->identity);
    execute(other, old(1), thread(1), SHELL);
    execute(child, old(0), thread(2), SHELL);
    assert_ptr_equal(find(new(0), thread(2)), child);
    assert_ptr_equal(find(old(0), thread(0)), parent);
    assert_ptr_equal(find(new(1), thread(1)), other);
}

/* Children of parents with equal stacks, which have gone on already. */
static void children_on_equal_stacks(void **state)
{
    (void)state;
    for (unsigned order = 0; order < ORDERS; order++) {
        struct process *parents[COUNT];
        uint64_t tokens[COUNT];
        end(NULL);
        begin(NULL);
        for (unsigned i = 0; i < COUNT; i++) {
            parents[i] = find(old(i), thread(i));
            tokens[i] = fork_from(parents[i], old(i), thread(i));
        }
        for (unsigned i = 0; i < COUNT; i++) {
            processes_fork_returned(test.processes, tokens[i], 100 + i);
        }
        for (unsigned i = 0; i < COUNT; i++) {
            unsigned which = orders[order][i];
            come_out(new(which), thread(COUNT + which), 100 + which);
            assert_int_equal(processes_at(test.processes, new(which))->parent, parents[which]->identity);
        }
    }
}

/* It is the one whose parent does not know its number as yet. */
static void a_child_before_its_parent(void **state)
{
    struct process *first = find(old(0), thread(0)), *second = find(old(1), thread(1));
    uint64_t token = fork_from(first, old(0), thread(0));

    (void)state;
    fork_from(second, old(1), thread(1));
    processes_fork_returned(test.processes, token, 100);
    come_out(new(1), thread(3), 101);
    assert_int_equal(processes_at(test.processes, new(1))->parent, second->identity);
    come_out(new(0), thread(2), 100);
    assert_int_equal(processes_at(test.processes, new(0))->parent, first->identity);
}

/* In a namespace of its own, or where the C library does not ask for it. */
static void a_child_whose_number_is_another(void **state)
{
    struct process *parent = find(old(0), thread(0));

    (void)state;
    processes_fork_returned(test.processes, fork_from(parent, old(0), thread(0)), 100);
    come_out(new(0), thread(1), 1);
    assert_int_equal(processes_at(test.processes, new(0))->parent, parent->identity);
    processes_fork_returned(test.processes, fork_from(parent, old(0), thread(0)), 101);
    come_out(new(1), thread(2), 0);
    assert_int_equal(processes_at(test.processes, new(1))->parent, parent->identity);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(programs_of_one_path),
        TEST(a_program_that_fails),
        TEST(programs_without_a_path),
        TEST(an_address_space_that_is_used_again),
        TEST(other_threads_end_with_the_program),
        TEST(a_thread_that_was_killed),
        TEST(a_process_that_ends_executes_nothing),
        TEST(a_child_of_vfork),
        TEST(children_on_equal_stacks),
        TEST(a_child_before_its_parent),
        TEST(a_child_whose_number_is_another),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
