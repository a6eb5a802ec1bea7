/* SPDX-License-Identifier: GPL-2.0-or-later */
/* usage: flags COUNT. Executes CMPXCHG8B so often, in 64-bit code CMPXCHG16B as well, each time right behind a comparison
   with a number that has bits which no flag has; prints how often one of them was set in EFLAGS afterwards. */
#include "bare.h"

#define NO_FLAGS 0xc08000UL

/* POPF before: the flags are taken from a register then, and only so does the mistake show. */
#define WRONG(instruction, memory)                                                                                     \
    ({                                                                                                                 \
        unsigned long flags = 0, low = 0, high = 0;                                                                    \
        __asm__ volatile("pushf\n popf\n"                                                                              \
                         "cmp %4, %0\n" instruction " %3\n"                                                            \
                         "pushf\n pop %0\n"                                                                            \
                         : "+&D"(flags), "+a"(low), "+d"(high), "+m"(*(memory))                                        \
                         : "S"(NO_FLAGS), "b"(0), "c"(0)                                                               \
                         : "cc");                                                                                      \
        (flags & NO_FLAGS) != 0;                                                                                       \
    })

static int bare_main(int count, char **arguments)
{
    static struct {
        _Alignas(16) unsigned long long words[2];
    } memory;
    int wrong = 0;
    int i;

    for (i = count > 1 ? parse_int(arguments[1]) : 0; i > 0; i--) {
        wrong += WRONG("cmpxchg8b", &memory.words[0]);
#if defined(__x86_64__)
        wrong += WRONG("cmpxchg16b", &memory);
#endif
    }
    print_int(wrong);
    print("\n");
    return 0;
}
