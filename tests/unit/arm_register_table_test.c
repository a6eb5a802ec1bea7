/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An engine whose system registers are not laid out as recctrl knows them is recognized, each time with the reason. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdbool.h>

#include "panda/arm/register_table.h"
#include "panda/panda_api.h"

#define UNKNOWN "this PANDA is one that recctrl does not know: "
#define OFFSET 64 /* of the table in the CPU */
#define INDEX_ARM64 UINT64_C(0x6030000000138000)

static struct {
    char before[OFFSET];
    GHashTable *registers;
    uint64_t *indexes, *values;
    int32_t count;
    char after[OFFSET];
} cpu;
static uint64_t indexes[3], values[3];
static struct engine_register midr, cntvct, plain;

/* What the table's functions must be neighbours of. */
void vm_start(void)
{
}

static uint64_t engine_read(void *env, const struct engine_register *reg)
{
    (void)env;
    (void)reg;
    return 0;
}

static int set_up(void **state)
{
    (void)state;
    midr = (struct engine_register){.name = "MIDR_EL1", .state = REGISTER_OF_64BIT_CODE, .type = REGISTER_CONSTANT};
    cntvct = (struct engine_register){
        .name = "CNTVCT_EL0", .state = REGISTER_OF_64BIT_CODE, .type = REGISTER_IO, .read = engine_read};
    plain = (struct engine_register){.name = "TPIDR", .state = REGISTER_OF_32BIT_CODE, .field = 8};
    for (unsigned i = 0; i < 3; i++) {
        indexes[i] = INDEX_ARM64 + i;
    }
    cpu.registers = g_hash_table_new(NULL, NULL);
    g_hash_table_insert(cpu.registers, &midr, &midr);
    g_hash_table_insert(cpu.registers, &cntvct, &cntvct);
    g_hash_table_insert(cpu.registers, &plain, &plain);
    cpu.indexes = indexes;
    cpu.values = values;
    cpu.count = 3;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    g_hash_table_destroy(cpu.registers);
    return 0;
}

static void assert_is_refused(const void *where, size_t offset, const char *reason)
{
    struct error error = {0};

    assert_null(register_table(where, offset, &error));
    assert_string_equal(error.text, reason);
}

static void all_registers_are_found(void **state)
{
    struct error error = {0};
    GPtrArray *found = register_table(&cpu, OFFSET, &error);

    (void)state;
    assert_non_null(found);
    assert_int_equal(found->len, 3);
    g_ptr_array_free(found, TRUE);
}

#define NOT_THERE UNKNOWN "its system registers are not where recctrl expects them"

static void another_place_is_no_table(void **state)
{
    void *table = cpu.registers;

    (void)state;
    assert_is_refused(&cpu, 0, NOT_THERE);
    assert_is_refused(&cpu, OFFSET + 8, NOT_THERE);
    assert_is_refused((const void *)4096, 0, NOT_THERE); /* where nothing can be read */
    cpu.registers = (void *)(uintptr_t)OFFSET;
    assert_is_refused(&cpu, OFFSET, NOT_THERE);
    cpu.registers = table;
}

static void a_list_that_is_none(void **state)
{
    (void)state;
    indexes[1] = indexes[0];
    assert_is_refused(&cpu, OFFSET, NOT_THERE);
    indexes[1] = 1;
    assert_is_refused(&cpu, OFFSET, NOT_THERE);
    indexes[1] = indexes[0] + 1;
    cpu.count = 0;
    assert_is_refused(&cpu, OFFSET, NOT_THERE);
    cpu.count = 1 << 20;
    assert_is_refused(&cpu, OFFSET, NOT_THERE);
    cpu.count = 3;
    cpu.values = NULL;
    assert_is_refused(&cpu, OFFSET, NOT_THERE);
}

#define OTHER_LAYOUT UNKNOWN "its system registers have a layout that recctrl does not know"

static void entries_of_another_layout(void **state)
{
    (void)state;
    plain.name = (const char *)OFFSET;
    assert_is_refused(&cpu, OFFSET, OTHER_LAYOUT);
    plain.name = "TPIDR";
    plain.state = 7;
    assert_is_refused(&cpu, OFFSET, OTHER_LAYOUT);
    plain.state = REGISTER_OF_32BIT_CODE;
    plain.read = (register_read *)(void *)g_free; /* of another library */
    assert_is_refused(&cpu, OFFSET, OTHER_LAYOUT);
    plain.read = NULL;
    plain.write = (register_write *)(void *)values; /* no code */
    plain.reset = (void (*)(void *, const struct engine_register *))(uintptr_t)OFFSET;
    assert_is_refused(&cpu, OFFSET, OTHER_LAYOUT);
}

static void another_processor(void **state)
{
    (void)state;
    midr.name = "PVR";
    assert_is_refused(&cpu, OFFSET, UNKNOWN "its system registers are not those of an ARM processor");
}

static void another_timer(void **state)
{
    (void)state;
    cntvct.read = NULL;
    assert_is_refused(&cpu, OFFSET, UNKNOWN "its generic timer is not as recctrl knows it");
    cntvct.read = engine_read;
    cntvct.type = 0;
    assert_is_refused(&cpu, OFFSET, UNKNOWN "its generic timer is not as recctrl knows it");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(all_registers_are_found, set_up, tear_down),
        cmocka_unit_test_setup_teardown(another_place_is_no_table, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_list_that_is_none, set_up, tear_down),
        cmocka_unit_test_setup_teardown(entries_of_another_layout, set_up, tear_down),
        cmocka_unit_test_setup_teardown(another_processor, set_up, tear_down),
        cmocka_unit_test_setup_teardown(another_timer, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
