/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What tells threads apart on i386. */
#include "transcript/guest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define TASK_STATE 0xff806000

/* The stacks of the rings 0 to 2 with their segments, behind a link; NULL: it can't be read. */
static const uint32_t *task_state;

static bool read_kernel(void *opaque, uint64_t address, void *buffer, size_t length)
{
    (void)opaque;
    if (task_state == NULL || address < TASK_STATE || address + length > TASK_STATE + 28) {
        return false;
    }
    memcpy(buffer, (const char *)task_state + (address - TASK_STATE), length);
    return true;
}

static uint64_t thread(const uint32_t state[7])
{
    static const struct memory memory = {.read = read_kernel, .end = UINT64_MAX};
    uint32_t env[100] = {[184 / 4] = TASK_STATE};

    task_state = state;
    return guest.thread(env, &memory);
}

static void threads(void **state)
{
    static const uint32_t first[] = {0, 0xff805000, 0x68, 0xc2001000, 0x60, 0, 0},
                          second[] = {0, 0xff805000, 0x68, 0xc2003000, 0x60, 0, 0},
                          older[] = {0, 0xc2005000, 0x68, 0, 0x60, 0, 0}, oldest[] = {0, 0xc2007000, 0x68, 0, 0x60, 0, 0};

    (void)state;
    assert_int_not_equal(thread(first), 0);
    assert_int_equal(thread(first), thread(first));
    assert_int_not_equal(thread(first), thread(second));
    assert_int_not_equal(thread(older), 0);
    assert_int_not_equal(thread(older), thread(oldest));
    assert_int_equal(thread(NULL), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
