/* SPDX-License-Identifier: 0BSD */
/* The command line as words in UTF-8, taken apart as Microsoft's C library does. */
#include <windows.h>

#include "../command.h"
#include "sys.h"

/* The longest command line that Windows knows, in UTF-8, and as many words as it could hold. */
#define TEXT_BYTES (3 * 32768)
#define WORDS_MAX 16384

void mainCRTStartup(void);

static char text[TEXT_BYTES];
static char *words[WORDS_MAX + 1];

/* Copies one word to `to`, which may be where it comes from. Returns where the text goes on. */
static const char *take_word(const char *from, char *to)
{
    int quoted = 0;

    while (*from != '\0' && (quoted || (*from != ' ' && *from != '\t'))) {
        size_t slashes = 0;

        while (from[slashes] == '\\') {
            slashes++;
        }
        from += slashes;
        if (*from != '"') {
            for (; slashes > 0; slashes--) {
                *to++ = '\\';
            }
            if (*from != '\0' && (quoted || (*from != ' ' && *from != '\t'))) {
                *to++ = *from++;
            }
            continue;
        }
        for (size_t i = 0; i < slashes / 2; i++) {
            *to++ = '\\';
        }
        if (slashes % 2 == 1) {
            *to++ = '"';
        } else if (quoted && from[1] == '"') {
            *to++ = '"';
            from++;
        } else {
            quoted = !quoted;
        }
        from++;
    }
    from += *from != '\0';
    *to = '\0';
    return from;
}

/* The program's own name follows simpler rules: no backslash is special. */
static const char *take_name(const char *from, char *to)
{
    int quoted = 0;

    for (; *from != '\0' && (quoted || (*from != ' ' && *from != '\t')); from++) {
        if (*from == '"') {
            quoted = !quoted;
        } else {
            *to++ = *from;
        }
    }
    from += *from != '\0';
    *to = '\0';
    return from;
}

static int split(void)
{
    const char *at = text;
    int count = 0;

    words[count++] = text;
    at = take_name(at, text);
    for (;;) {
        while (*at == ' ' || *at == '\t') {
            at++;
        }
        if (*at == '\0' || count == WORDS_MAX) {
            return count;
        }
        words[count] = text + (at - text);
        at = take_word(at, words[count++]);
    }
}

void mainCRTStartup(void)
{
    static char *environment[] = {NULL}; /* a program that is run inherits the real one */

    if (WideCharToMultiByte(CP_UTF8, 0, GetCommandLineW(), -1, text, sizeof(text), NULL, NULL) == 0) {
        text[0] = '\0';
    }
    sys_exit(recctrlu_main(split(), words, environment));
}
