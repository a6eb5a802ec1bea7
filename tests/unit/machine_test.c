/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The machine's arguments as the manifest keeps them: all but the plugin recctrl. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <glib.h>

#include "record/machine.h"

#define WORDS_MAX 16

struct example {
    const char *given[WORDS_MAX];
    const char *kept[WORDS_MAX];
};

static void check(const struct example *example)
{
    int count = 0;
    char **kept;

    while (example->given[count] != NULL) {
        count++;
    }
    kept = machine_arguments((char *const *)example->given, count);
    for (size_t i = 0; kept[i] != NULL || example->kept[i] != NULL; i++) {
        if (g_strcmp0(kept[i], example->kept[i]) != 0) {
            fail_msg("word %zu is \"%s\", not \"%s\"", i, kept[i], example->kept[i]);
        }
    }
    g_strfreev(kept);
}

static void words_that_are_not_ours_stay(void **state)
{
    static const struct example examples[] = {
        {{NULL}, {NULL}},
        {{"-m", "256", "-append", "console=ttyS0 panda recctrl", NULL},
         {"-m", "256", "-append", "console=ttyS0 panda recctrl", NULL}},
        {{"", "-kernel", "", NULL}, {"", "-kernel", "", NULL}},
        {{"-panda", "osi", "-m", "1G", NULL}, {"-panda", "osi", "-m", "1G", NULL}},
        {{"-panda", "recctrl_checksum:x=1", NULL}, {"-panda", "recctrl_checksum:x=1", NULL}},
        {{"-panda", "recctr;ecctrl;Recctrl; recctrl", NULL}, {"-panda", "recctr;ecctrl;Recctrl; recctrl", NULL}},
        {{"-panda-arg", "recctrl_checksum:a=b", "-panda-arg", "osi:x", NULL},
         {"-panda-arg", "recctrl_checksum:a=b", "-panda-arg", "osi:x", NULL}},
    };

    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(examples); i++) {
        check(&examples[i]);
    }
}

static void recctrl_and_its_arguments_go(void **state)
{
    static const struct example examples[] = {
        {{"-panda", "recctrl", NULL}, {NULL}},
        {{"-panda", "recctrl:", NULL}, {NULL}},
        {{"-m", "256", "-panda", "recctrl:dir=/srv,nrec=1", "-nographic", NULL}, {"-m", "256", "-nographic", NULL}},
        {{"--panda", "recctrl:session_rec=y", "-s", NULL}, {"-s", NULL}},
        {{"-panda-arg", "recctrl:nrec=1", "-S", NULL}, {"-S", NULL}},
        {{"--panda-arg", "recctrl:nrec=1", NULL}, {NULL}},
        {{"-panda", "recctrl", "-panda", "recctrl:dry=y", NULL}, {NULL}},
    };

    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(examples); i++) {
        check(&examples[i]);
    }
}

static void other_plugins_beside_it_stay(void **state)
{
    static const struct example examples[] = {
        {{"-panda", "recctrl:dir=/srv;osi;osi_linux:kconf_group=x", NULL},
         {"-panda", "osi;osi_linux:kconf_group=x", NULL}},
        {{"-panda", "osi;recctrl", NULL}, {"-panda", "osi", NULL}},
        {{"-panda", "osi;recctrl:nrec=1;syscalls2", NULL}, {"-panda", "osi;syscalls2", NULL}},
        {{"--panda", "recctrl;osi;recctrl", NULL}, {"-panda", "osi", NULL}},
    };

    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(examples); i++) {
        check(&examples[i]);
    }
}

static void a_last_word_without_a_value(void **state)
{
    static const struct example examples[] = {
        {{"-m", "256", "-panda", NULL}, {"-m", "256", "-panda", NULL}},
        {{"-panda-arg", NULL}, {"-panda-arg", NULL}},
        {{"-panda", "", NULL}, {NULL}},
    };

    (void)state;
    check(&examples[0]);
    check(&examples[1]);
    check(&examples[2]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_that_are_not_ours_stay),
        cmocka_unit_test(recctrl_and_its_arguments_go),
        cmocka_unit_test(other_plugins_beside_it_stay),
        cmocka_unit_test(a_last_word_without_a_value),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
