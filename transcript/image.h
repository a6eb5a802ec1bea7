/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a program's first stack says of it. */
#ifndef RECCTRL_TRANSCRIPT_IMAGE_H
#define RECCTRL_TRANSCRIPT_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "memory.h"

/*
 * Linux puts the path of the program, as it was executed, at the very end of the stack, and nobody has a reason to
 * write there afterwards. From the stack pointer `stack` on: the end of the stack into *end and the path into
 * program[size]. False where no path is found.
 */
bool image_look(const struct memory *memory, uint64_t stack, uint64_t *end, char *program, size_t size);

/*
 * The arguments that the program was given, with a blank between two, into text[size]; `end` is the end of its stack.
 * Linux puts them before the environment and that before the path. False where they can't be read.
 */
bool image_arguments(const struct memory *memory, uint64_t end, unsigned arguments, unsigned environment, char *text,
                     size_t size);

#endif
