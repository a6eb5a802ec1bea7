/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Issues raw calls of contract 1, with numbers of its own so that it shares no mistake with include/.

   usage: contract1 [ACTION NAME]...        each prints its result, in decimal, on a line of its own
   ACTION: toggle, open, close, a number; or one of these, each made of several calls:
     neighbours  two toggles with a single instruction between them: two results
     again       four toggles with nothing but their own preparation in between: four results
     hundred     toggle, 100 times open, toggle: prints the first result, the number of ERRORs, the last result
     native      NAME is the number of a leaf, in hex: prints eax, ebx, ecx, edx as the native cpuid gives them
                 for a pointer in ecx
   NAME: bytes, %XX for those that a shell does not like; or where the pointer goes:
     at:ADDRESS      the address itself, in hex           none:       an unmapped page
     untouched:      a page that is mapped, not present   last:NAME   ends with the page; the next is unmapped
     cross:NAME      lies across two pages                cut:NAME    the same, the second is unmapped */
#include "bare.h"

#define MAGIC 0x666
#define TOGGLE (-100)
#define SESSION_OPEN 100
#define SESSION_CLOSE 200
#define ERROR (-1)

#define PAGE 4096L

static int call(int action, const char *name)
{
    int result;

    __asm__ volatile("cpuid" : "=a"(result) : "0"(MAGIC), "b"(action), "c"(name) : "edx", "memory");
    return result;
}

/* xchg keeps the first result and sets the magic number up for the second call. */
static void neighbours(const char *name, int *results)
{
    __asm__ volatile("cpuid\n xchg %%eax, %%esi\n cpuid"
                     : "=S"(results[0]), "=a"(results[1])
                     : "0"(MAGIC), "1"(MAGIC), "b"(TOGGLE), "c"(name)
                     : "edx", "memory");
}

static void hundred(const char *name, int *results)
{
    int i;

    results[0] = call(TOGGLE, name);
    results[1] = 0;
    for (i = 0; i < 100; i++)
        results[1] += call(SESSION_OPEN, name) == ERROR;
    results[2] = call(TOGGLE, name);
}

static void native(const char *leaf)
{
    unsigned registers[4];
    int i;

    __asm__ volatile("cpuid"
                     : "=a"(registers[0]), "=b"(registers[1]), "=c"(registers[2]), "=d"(registers[3])
                     : "0"((unsigned)parse_hex(leaf)), "2"((unsigned)(unsigned long)leaf));
    for (i = 0; i < 4; i++) {
        print_hex(registers[i]);
        print(i < 3 ? " " : "\n");
    }
}

static const char *after(const char *prefix, const char *text)
{
    while (*prefix != '\0')
        if (*prefix++ != *text++)
            return 0;
    return text;
}

/* Copies with %XX decoded; returns the length without the NUL. */
static long decode(char *to, const char *from)
{
    long length = 0;

    while (*from != '\0') {
        if (*from == '%') {
            to[length++] = (char)(hex_digit(from[1]) << 4 | hex_digit(from[2]));
            from += 3;
        } else {
            to[length++] = *from++;
        }
    }
    to[length] = '\0';
    return length;
}

static char *pages(int count)
{
    return (char *)system_call(SYSTEM_MMAP, 0, count * PAGE, 3);
}

/* Puts the name where its prefix says and returns its address. */
static const char *place(const char *name, char *buffer)
{
    char *memory = pages(2);
    const char *rest;
    long length;
    long i;
    char *to;

    if ((rest = after("at:", name)) != 0)
        return (const char *)parse_hex(rest);
    if (after("untouched:", name) != 0)
        return memory;
    if (after("none:", name) != 0) {
        system_call(SYSTEM_MUNMAP, (long)memory, PAGE, 0);
        return memory;
    }
    if ((rest = after("last:", name)) != 0) {
        length = decode(buffer, rest);
        to = memory + PAGE - length - 1;
    } else if ((rest = after("cross:", name)) != 0 || (rest = after("cut:", name)) != 0) {
        length = decode(buffer, rest);
        to = memory + PAGE - length / 2;
    } else {
        decode(buffer, name);
        return buffer;
    }
    for (i = 0; i <= length; i++)
        to[i] = buffer[i];
    if (!after("cross:", name))
        system_call(SYSTEM_MUNMAP, (long)(memory + PAGE), PAGE, 0);
    return to;
}

static int calls(const char *action, const char *name, int *results)
{
    if (equal(action, "neighbours")) {
        neighbours(name, results);
        return 2;
    }
    if (equal(action, "again")) {
        results[0] = call(TOGGLE, name);
        results[1] = call(TOGGLE, name);
        results[2] = call(TOGGLE, name);
        results[3] = call(TOGGLE, name);
        return 4;
    }
    if (equal(action, "hundred")) {
        hundred(name, results);
        return 3;
    }
    results[0] = call(equal(action, "toggle")  ? TOGGLE
                      : equal(action, "open")  ? SESSION_OPEN
                      : equal(action, "close") ? SESSION_CLOSE
                                               : parse_int(action),
                      name);
    return 1;
}

static int bare_main(int count, char **arguments)
{
    static char buffer[PAGE];
    int results[4];
    int made;
    int i;
    int j;

    for (i = 1; i + 1 < count; i += 2) {
        if (equal(arguments[i], "native")) {
            native(arguments[i + 1]);
            continue;
        }
        made = calls(arguments[i], place(arguments[i + 1], buffer), results);
        for (j = 0; j < made; j++) {
            print_int(results[j]);
            print("\n");
        }
    }
    return 0;
}
